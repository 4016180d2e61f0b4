import CSQLite
import Dispatch

/// One connection to the database. Not Sendable: one owner at a time, a queue of the writer's or a reader's.
///
/// Statements are prepared once and kept by the shape of their text; they are reset and cleared after each use, also
/// after an error.
package final class Connection {
    package enum Mode: Sendable {
        /// Makes the file if there is none.
        case readWrite
        /// Fails if there is none.
        case existing
        case readOnly
    }

    /// nil once closed.
    private var database: OpaquePointer?
    /// By the shape of their text.
    private var statements: [UInt64: Statement] = [:]
    private var useCount = 0
    /// Set when SQLite ended our transaction by itself; see `begin`.
    private(set) var loss: StoreError?
    private var isInside = false
    private let log = LogLength()
    private let deadline = Deadline()

    /// The writer's only: clicks that no run has yet.
    var clickTail: ClickTail?
    private var tailAtBegin = 0

    /// Prepared statements kept. Each distinct text of ours is one: a few hundred at most.
    static let statementLimit = 256

    /// - Parameter path: a file, or what SQLite takes for one.
    package init(path: String, mode: Mode) throws(StoreError) {
        _ = Engine.isConfigured
        // NOMUTEX: our owner is the lock.
        let flags = mode.access | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_PRIVATECACHE | SQLITE_OPEN_EXRESCODE
        var opened: OpaquePointer?
        let code = sqlite3_open_v2(path, &opened, flags, nil)
        guard code == SQLITE_OK, let opened else {
            let message = opened.map { String(cString: sqlite3_errmsg($0)) } ?? "out of memory"
            sqlite3_close_v2(opened)
            throw StoreError(code: code, message: "\(path): \(message)")
        }
        database = opened
    }

    deinit {
        close()
    }

    /// Gives back the file; later calls throw `.closed`. The last connection to a store also empties its log.
    package func close() {
        statements = [:]
        sqlite3_close_v2(database)
        database = nil
    }

    package var isClosed: Bool { database == nil }

    /// Leaves the file as it is: the descriptors stay open until the process ends.
    func abandon() {
        statements = [:]
        database = nil
    }

    // MARK: Queries

    /// Runs one statement to its end; rows it returns are stepped over.
    package func run(_ sql: SQL) throws(StoreError) {
        let statement = try begin(sql)
        defer { statement.end() }
        while try step(statement) {}
    }

    /// Runs an INSERT of plain numbers: many of them a second, so their values are not wrapped.
    func append(_ rows: NumberRows) throws(StoreError) {
        if let loss { throw loss }
        var at = 0
        // Several rows with one run of a statement spare SQLite the beginning and the end of the others.
        for statementRows in [NumberRows.most, 1] where rows.count - at >= statementRows {
            let statement = try prepared(
                rows.statement(rows: statementRows), parameters: rows.columns * statementRows)
            defer { statement.end() }
            while rows.count - at >= statementRows {
                let code = statement.begin(rows.numbers(from: at, rows: statementRows))
                guard code == SQLITE_OK else { throw failure(code) }
                while try step(statement) {}
                statement.reset()
                at += statementRows
            }
        }
    }

    /// All rows, decoded in their order. What `decode` throws ends the query and is thrown on.
    package func rows<Element>(_ sql: SQL, _ decode: (Row) throws -> Element) throws -> [Element] {
        let statement = try begin(sql)
        defer { statement.end() }
        var elements: [Element] = []
        while try step(statement) {
            elements.append(try decode(Row(statement)))
            try statement.checkColumns()
        }
        return elements
    }

    /// Rows in their order, until `body` returns false.
    package func eachRow(_ sql: SQL, _ body: (Row) throws -> Bool) throws {
        let statement = try begin(sql)
        defer { statement.end() }
        while try step(statement) {
            let goesOn = try body(Row(statement))
            try statement.checkColumns()
            guard goesOn else { return }
        }
    }

    /// The first row, decoded; nil if there is none. An `INSERT ... RETURNING` has written all its rows by then.
    package func first<Element>(_ sql: SQL, _ decode: (Row) throws -> Element) throws -> Element? {
        let statement = try begin(sql)
        defer { statement.end() }
        guard try step(statement) else { return nil }
        let element = try decode(Row(statement))
        try statement.checkColumns()
        return element
    }

    /// Rows changed by the last INSERT, UPDATE or DELETE, without those of foreign keys.
    package var changes: Int {
        guard let database else { return 0 }
        return Int(sqlite3_changes64(database))
    }

    /// Rows changed by all statements so far.
    var allChanges: Int64 {
        guard let database else { return 0 }
        return sqlite3_total_changes64(database)
    }

    /// Runs several statements, without values and without rows: migrations, settings.
    package func execute(script: String) throws(StoreError) {
        if let loss { throw loss }
        try check(sqlite3_exec(open(), script, nil, nil, nil))
    }

    // MARK: Transactions

    /// Whether a transaction is open, as SQLite sees it.
    var isInTransaction: Bool {
        guard let database else { return false }
        return sqlite3_get_autocommit(database) == 0
    }

    /// Opens a writing transaction.
    ///
    /// After a full disk, a failed one or want of memory SQLite may roll back by itself. What is run from then on
    /// would be committed piece by piece; so everything throws that error, until `rollback`.
    func begin() throws(StoreError) {
        rollback()
        try run("BEGIN IMMEDIATE")
        isInside = true
        tailAtBegin = clickTail?.count ?? 0
    }

    /// - Throws: why it could not be kept. The transaction is then to be rolled back.
    func commit() throws(StoreError) {
        try run("COMMIT")
        isInside = false
        clickTail?.noteCommit()
    }

    /// Undoes the open transaction, if there is one. It has no error: a transaction that SQLite cannot roll back
    /// here is rolled back by the next reader of the log.
    func rollback() {
        if isInside { clickTail?.truncate(to: tailAtBegin) }
        isInside = false
        loss = nil
        if isInTransaction { try? run("ROLLBACK") }
    }

    /// Runs `body` over one state of the store: what others commit meanwhile is not seen.
    /// - Parameter milliseconds: after which its queries fail with `.interrupted`; nil: never. While a snapshot lasts,
    ///   the log cannot start anew.
    package func snapshot<Value>(within milliseconds: Int? = nil, _ body: () throws -> Value) throws -> Value {
        try run("BEGIN DEFERRED")
        defer {
            limitTime(milliseconds: nil)
            rollback()
        }
        limitTime(milliseconds: milliseconds)
        return try body()
    }

    /// Has SQLite look at the clock now and then while it works, and give up when the time is over.
    private func limitTime(milliseconds: Int?) {
        guard let database else { return }
        guard let milliseconds else {
            sqlite3_progress_handler(database, 0, nil, nil)
            return
        }
        deadline.uptime = DispatchTime.now().uptimeNanoseconds + UInt64(max(0, milliseconds)) * 1_000_000
        sqlite3_progress_handler(
            database, Self.stepsBetweenLooks,
            { deadline in
                guard let deadline else { return 0 }
                let uptime = Unmanaged<Deadline>.fromOpaque(deadline).takeUnretainedValue().uptime
                return DispatchTime.now().uptimeNanoseconds > uptime ? 1 : 0
            }, Unmanaged.passUnretained(deadline).toOpaque())
    }

    /// Steps of SQLite's virtual machine; about a tenth of a millisecond.
    private static let stepsBetweenLooks: Int32 = 10_000

    private final class Deadline {
        /// In nanoseconds, on the clock of `DispatchTime`.
        var uptime: UInt64 = 0
    }

    // MARK: The log

    /// From now on `logPages` is kept. SQLite's own checkpoints on commit end with it.
    func watchLog() throws(StoreError) {
        // The counter lives as long as the connection, which the hook does not outlive.
        let counter = Unmanaged.passUnretained(log).toOpaque()
        sqlite3_wal_hook(
            try open(),
            { counter, _, _, pages in
                guard let counter else { return SQLITE_OK }
                let log = Unmanaged<LogLength>.fromOpaque(counter).takeUnretainedValue()
                log.pages = Int(pages)
                log.commits += 1
                return SQLITE_OK
            }, counter)
    }

    /// Transactions of this connection that changed something and were committed, once the log is watched.
    var commits: Int { log.commits }

    /// Pages in the write-ahead log after the last commit of this connection.
    var logPages: Int { log.pages }

    private final class LogLength {
        var pages = 0
        var commits = 0
    }

    /// The files as they are now, by the names that SQLite opened them with.
    var placedFiles: PlacedFiles {
        PlacedFiles(database: database.flatMap { sqlite3_db_filename($0, "main") }.map { String(cString: $0) } ?? "")
    }

    // MARK: Statements

    /// SQLite's own, for `Engine`.
    func open() throws(StoreError) -> OpaquePointer {
        guard let database else { throw .closed }
        return database
    }

    /// The statement of this SQL, its values bound. The caller ends it.
    private func begin(_ sql: SQL) throws(StoreError) -> Statement {
        if let loss { throw loss }
        let statement = try prepared(sql)
        let code = statement.begin(sql)
        guard code == SQLITE_OK else {
            statement.end()
            throw failure(code)
        }
        return statement
    }

    /// - Returns: whether there is a row.
    private func step(_ statement: Statement) throws(StoreError) -> Bool {
        let code = statement.step()
        switch code {
        case SQLITE_ROW: return true
        case SQLITE_DONE: return false
        default: throw failure(code)
        }
    }

    /// - Parameter parameters: how many; nil: as many as the SQL has values.
    private func prepared(_ sql: SQL, parameters: Int? = nil) throws(StoreError) -> Statement {
        useCount += 1
        let shape = sql.shape
        let kept = statements[shape]
        if let kept, !kept.isBusy, kept.sql.hasSameShape(as: sql) {
            kept.lastUse = useCount
            return kept
        }
        let statement: Statement
        do {
            statement = try Statement(sql, database: open(), parameters: parameters ?? sql.values.count)
        } catch {
            throw noticing(error)
        }
        // A decoder that runs the query it is decoding gets a statement that is not kept.
        guard kept == nil else { return statement }
        if statements.count >= Self.statementLimit { dropOldest() }
        statement.lastUse = useCount
        statements[shape] = statement
        return statement
    }

    private func dropOldest() {
        let idle = statements.filter { !$0.value.isBusy }
        guard let oldest = idle.min(by: { $0.value.lastUse < $1.value.lastUse }) else { return }
        statements[oldest.key] = nil
    }

    // MARK: Errors

    private func check(_ code: Int32) throws(StoreError) {
        guard code == SQLITE_OK else { throw failure(code) }
    }

    private func failure(_ code: Int32) -> StoreError {
        let message = database.map { String(cString: sqlite3_errmsg($0)) } ?? "closed"
        return noticing(StoreError(code: code, message: message))
    }

    /// Remembers an error that took the transaction with it.
    private func noticing(_ error: StoreError) -> StoreError {
        if isInside, !isInTransaction { loss = error }
        return error
    }
}

extension Connection.Mode {
    fileprivate var access: Int32 {
        switch self {
        case .readWrite: SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE
        case .existing: SQLITE_OPEN_READWRITE
        case .readOnly: SQLITE_OPEN_READONLY
        }
    }
}
