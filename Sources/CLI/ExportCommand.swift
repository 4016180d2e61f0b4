import ArgumentParser
import Domain
import Glibc
import Store
import Web

struct ExportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export", abstract: "Write a table to standard output, also beside a running server.",
        discussion: """
            Columns are the API's fields. Rows are read a page at a time, so that an export of any length holds up no \
            writer; it ends with the newest row that there was when it began. CSV has a header line; values stand as they \
            are, also those that a spreadsheet would take for formulas: have it import every column as text.
            """)

    @Argument(help: "What to write.")
    var table: ExportTable

    @Option(help: "csv: RFC 4180; ndjson: a JSON object a line.")
    var format: ExportFormat

    @Option(
        help: ArgumentHelp(
            "Rows recorded at or after this moment: 2026-11-21T10:00:00Z, or a day, which begins in UTC.",
            valueName: "time"))
    var from: ExportMoment?

    @Option(help: ArgumentHelp("Rows recorded before this moment.", valueName: "time"))
    var to: ExportMoment?

    @OptionGroup var store: StoreOptions

    func validate() throws {
        guard let from, let to, from.timestamp >= to.timestamp else { return }
        throw ValidationError("--from has to be before --to, which is left out.")
    }

    func run() throws {
        let path = try store.databasePath()
        try OpenedStore.require(path)
        guard try ReferralStore.migrationStatus(path: path).allSatisfy({ $0.appliedAt != nil }) else {
            throw Failure(words: "\(path) has an older schema than this grapevine: run grapevine migrate first")
        }
        try ReferralStore.reading(path: path) { try write(from: $0) }
    }

    private func write(from connection: Connection) throws {
        var export = try Export(table, as: format, from: from?.timestamp, to: to?.timestamp, connection)
        var line = ProgressLine(sharesTerminal: true)
        try Output.result(octets: export.header)
        while let rows = try export.next() {
            try Output.result(octets: rows)
            line.tell("\(export.rowCount) rows of \(table.rawValue) written")
        }
        line.end("\(export.rowCount) rows of \(table.rawValue) written")
    }
}

/// A moment, or the beginning of a day.
struct ExportMoment: ExpressibleByArgument {
    let timestamp: Timestamp

    init?(argument: String) {
        let moment = argument.utf8.count == 10 ? argument + "T00:00:00Z" : argument
        guard let timestamp = Timestamp(rfc3339: moment) else { return nil }
        self.timestamp = timestamp
    }
}

extension ExportTable: ExpressibleByArgument {
    /// The ledger is its entries.
    package init?(argument: String) {
        self.init(rawValue: argument == "entries" ? "ledger" : argument)
    }
}

extension ExportFormat: ExpressibleByArgument {}
