import Domain
import Store

/// A table on its way out as text, a page at a time.
///
/// Each page is read from one state of the store, and the next from a later one: an export of any length holds up
/// neither the writer nor the log. It ends with the newest row that there was when it began.
package struct Export {
    private let table: ExportTable
    private let format: ExportFormat
    private let connection: Connection
    /// What is left of the range, by identifier.
    private var slice: Slice
    /// The last key of a table that goes by texts.
    private var lastKey: String?
    private var isAtEnd = false
    private let from: Timestamp?
    private let to: Timestamp?
    /// How many rows have been given.
    package private(set) var rowCount = 0

    /// - Parameters:
    ///   - from: rows recorded at or after this moment; nil: all from the first on. What counts is when the server
    ///     recorded a row, which never changes and only rises, so that consecutive ranges have each row once.
    ///   - to: rows recorded before this moment.
    package init(
        _ table: ExportTable, as format: ExportFormat, from: Timestamp? = nil, to: Timestamp? = nil,
        _ connection: Connection
    ) throws {
        self.table = table
        self.format = format
        self.connection = connection
        self.from = from
        self.to = to
        let newest = try connection.newestID(in: table.storedTable)
        let end = to.map { ID<Event>.first(at: $0).value } ?? .max
        slice = Slice(
            from: from.map { ID<Event>.first(at: $0).value } ?? 0, to: min(end, newest.addingSaturating(1)),
            limit: table.pageRows)
    }

    /// What stands before the first row.
    package var header: [UInt8] {
        Array(format.header(table.columns).utf8)
    }

    /// The text of the next rows; nil once there are none. It may be empty before that.
    package mutating func next() throws -> [UInt8]? {
        guard !isAtEnd else { return nil }
        let rows = try connection.snapshot { try readPage() }
        rowCount += rows.count
        var text = ""
        for row in rows { format.write(row, of: table.columns, to: &text) }
        return Array(text.utf8)
    }

    private mutating func readPage() throws -> [[ExportCell]] {
        let (connection, columns) = (connection, table.columns)
        func selected(_ output: JSON) -> [ExportCell] { ExportCell.cells(output, columns) }
        return switch table {
        case .clicks: try page(connection.exportedClicks(slice), id: \.id) { cells(of: $0) }
        case .events: try page(connection.events(slice), id: \.id) { try cells(of: $0, connection) }
        case .conversions: try page(connection.conversions(slice), id: \.id) { try cells(of: $0, connection) }
        case .credits: try page(connection.conversions(slice), id: \.id) { creditCells(of: $0) }.flatMap { $0 }
        case .rewards: try page(connection.rewards(slice), id: \.id) { selected(try rewardOutput($0, connection)) }
        case .ledger: try page(connection.entries(slice), id: \.id) { cells(of: $0) }
        case .referrers:
            try page(connection.referrers(slice), id: \.id) { selected(try referrerDocument($0, connection)) }
        case .links: try page(connection.links(slice), id: \.id) { selected(try linkDocument($0, connection)) }
        case .programs: try page(connection.programs(slice), id: \.id) { selected(try programOutput($0)) }
        case .orders: try orders()
        case .codes: try codes()
        }
    }

    /// Notes where the next page begins.
    private mutating func page<Element, Noun, Value>(
        _ found: [Element], id: (Element) -> ID<Noun>, _ value: (Element) throws -> Value
    ) throws -> [Value] {
        if let last = found.last { slice.from = id(last).value.addingSaturating(1) }
        isAtEnd = found.count < slice.limit
        return try found.map(value)
    }

    /// Orders go by their own ids; each belongs where the event belongs that brought it.
    private mutating func orders() throws -> [[ExportCell]] {
        let found = try connection.orders(TextSlice(after: lastKey, limit: slice.limit))
        lastKey = found.last?.orderID
        isAtEnd = found.count < slice.limit
        return try found.filter { (slice.from..<max(slice.from, slice.to)).contains($0.event.value) }.map {
            try cells(of: $0, connection)
        }
    }

    /// A code has no identifier, and its own moment.
    private mutating func codes() throws -> [[ExportCell]] {
        let found = try connection.codes(TextSlice(after: lastKey, limit: slice.limit))
        lastKey = found.last?.normalised
        isAtEnd = found.count < slice.limit
        return found.filter { code in
            from.map { $0 <= code.madeAt } ?? true && to.map { code.madeAt < $0 } ?? true
        }.map { [.text($0.shown), .text($0.referrer.text), .text($0.madeAt.rfc3339)] }
    }
}
