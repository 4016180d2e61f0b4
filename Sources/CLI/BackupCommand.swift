import ArgumentParser
import Store

struct BackupCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup", abstract: "Copy the database to a file, also while a server writes to it.",
        discussion: """
            The copy is complete as of the moment it began, sound in its structure and on the disk when it gets its name; \
            only its owner may read it. Keep the server's secret file beside it: without that, click tokens that are out \
            are worth nothing.
            """)

    @Argument(help: ArgumentHelp("The file to make.", valueName: "file"))
    var file: String

    @Flag(help: "Replace the file if there is one.")
    var force = false

    @OptionGroup var store: StoreOptions

    func run() throws {
        let path = try store.databasePath()
        try OpenedStore.require(path)
        var line = ProgressLine()
        defer { line.end() }
        let copy = try ReferralStore.backUp(path: path, to: file, replacing: force) { copied, all in
            line.tell("\(copied) of \(all) pages copied")
        }
        line.end()
        Output.note("backed up \(path) to \(file): \(copy.bytes) bytes, schema \(copy.schema)")
    }
}
