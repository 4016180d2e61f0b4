import CSQLite
import Domain

/// One prepared statement. It belongs to its connection, and is used by whoever owns that.
final class Statement {
    private let handle: OpaquePointer
    /// Between the binding and the reset; a busy statement cannot be used again within its own rows.
    private(set) var isBusy = false
    /// When it was last used, in the counting of its connection's cache.
    var lastUse = 0
    /// The first column that was NULL where the decoder asked for a value.
    fileprivate var missingColumn: Int?

    /// What it was made of.
    let sql: SQL

    /// - Parameter sql: exactly one statement, whose parameters are `$1`... in this order.
    init(_ sql: SQL, database: OpaquePointer, parameters: Int) throws(StoreError) {
        self.sql = sql.withoutValues
        let text = sql.text
        var prepared: OpaquePointer?
        let code = sqlite3_prepare_v3(database, text, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &prepared, nil)
        guard code == SQLITE_OK else {
            throw StoreError(code: code, message: String(cString: sqlite3_errmsg(database)))
        }
        guard let prepared else { throw .other(code: SQLITE_MISUSE, message: "no statement in: \(text)") }
        handle = prepared
        // To SQLite `$1` is a name like any other, numbered by its first appearance. Once it is known that the n-th
        // is `$n`, values can be bound by number.
        let names = (1...max(1, parameters)).prefix(parameters).map { number in
            sqlite3_bind_parameter_name(prepared, Int32(number)).map { String(cString: $0) }
        }
        guard sqlite3_bind_parameter_count(prepared) == parameters,
            names.enumerated().allSatisfy({ $1 == SQL.parameter($0 + 1) })
        else { throw .other(code: SQLITE_MISUSE, message: "parameters do not fit the values in: \(text)") }
    }

    deinit {
        sqlite3_finalize(handle)
    }

    /// Starts anew with these values. Each `begin` is followed by an `end`, also after an error.
    /// - Returns: SQLite's result code.
    func begin(_ sql: SQL) -> Int32 {
        isBusy = true
        missingColumn = nil
        var (index, code): (Int32, Int32) = (0, SQLITE_OK)
        sql.eachValue { value in
            index += 1
            if code == SQLITE_OK { code = bind(value, at: index) }
        }
        return code
    }

    /// The same with plain numbers.
    func begin(_ numbers: ArraySlice<Int64>) -> Int32 {
        isBusy = true
        missingColumn = nil
        for (index, number) in numbers.enumerated() {
            let code = sqlite3_bind_int64(handle, Int32(index + 1), number)
            guard code == SQLITE_OK else { return code }
        }
        return SQLITE_OK
    }

    /// Is ready to be run again with other values.
    func reset() {
        sqlite3_reset(handle)
    }

    /// - Returns: `SQLITE_ROW`, `SQLITE_DONE` or an error's extended code.
    func step() -> Int32 {
        sqlite3_step(handle)
    }

    /// Lets go of locks, values and memory.
    func end() {
        sqlite3_reset(handle)
        sqlite3_clear_bindings(handle)
        isBusy = false
    }

    /// - Throws: if the decoder asked for a value where there was NULL.
    func checkColumns() throws(StoreError) {
        guard let missingColumn else { return }
        throw .other(
            code: SQLITE_MISMATCH,
            message: "column \(missingColumn) is NULL in: \(String(cString: sqlite3_sql(handle)))")
    }

    private func bind(_ value: SQLValue, at index: Int32) -> Int32 {
        switch value {
        case .null: sqlite3_bind_null(handle, index)
        case .integer(let number): sqlite3_bind_int64(handle, index, number)
        case .text(var text): text.withUTF8 { bind($0, at: index) }
        // A nil pointer would bind NULL, and an empty array has one.
        case .blob([]): sqlite3_bind_zeroblob(handle, index, 0)
        case .blob(let bytes): sqlite3_bind_blob(handle, index, bytes, Int32(clamping: bytes.count), Self.copied)
        }
    }

    private func bind(_ text: UnsafeBufferPointer<UInt8>, at index: Int32) -> Int32 {
        text.withMemoryRebound(to: CChar.self) { text in
            // A nil pointer would bind NULL.
            guard let start = text.baseAddress else { return sqlite3_bind_text(handle, index, "", 0, Self.copied) }
            return sqlite3_bind_text(handle, index, start, Int32(clamping: text.count), Self.copied)
        }
    }

    /// SQLITE_TRANSIENT: SQLite takes a copy, since our bytes are only lent.
    private static var copied: sqlite3_destructor_type {
        unsafeBitCast(-1, to: sqlite3_destructor_type.self)
    }
}

extension Statement {
    fileprivate func isNull(_ column: Int) -> Bool {
        sqlite3_column_type(handle, Int32(column)) == SQLITE_NULL
    }

    fileprivate func int64(_ column: Int) -> Int64 {
        sqlite3_column_int64(handle, Int32(column))
    }

    fileprivate func text(_ column: Int) -> String {
        guard let start = sqlite3_column_text(handle, Int32(column)) else { return "" }
        let count = Int(sqlite3_column_bytes(handle, Int32(column)))
        return String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
    }

    fileprivate func blob(_ column: Int) -> [UInt8] {
        guard let start = sqlite3_column_blob(handle, Int32(column)) else { return [] }
        return Array(UnsafeRawBufferPointer(start: start, count: Int(sqlite3_column_bytes(handle, Int32(column)))))
    }

    /// Notes a column that should have had a value, so that the query fails once the row is decoded.
    fileprivate func require(_ column: Int) {
        if missingColumn == nil, isNull(column) { missingColumn = column }
    }
}

/// One row of a result, valid inside the closure that decodes it. Columns count from 0.
///
/// A plain reader (`int64`, not `optionalInt64`) that meets NULL answers an empty value, and the query throws when
/// the row's decoder returns.
package struct Row {
    fileprivate let statement: Statement

    init(_ statement: Statement) {
        self.statement = statement
    }

    package func int64(_ column: Int) -> Int64 {
        statement.require(column)
        return statement.int64(column)
    }

    package func optionalInt64(_ column: Int) -> Int64? {
        statement.isNull(column) ? nil : statement.int64(column)
    }

    package func int(_ column: Int) -> Int {
        Int(int64(column))
    }

    package func text(_ column: Int) -> String {
        statement.require(column)
        return statement.text(column)
    }

    package func optionalText(_ column: Int) -> String? {
        statement.isNull(column) ? nil : statement.text(column)
    }

    /// False for 0, true for anything else.
    package func bool(_ column: Int) -> Bool {
        int64(column) != 0
    }

    package func blob(_ column: Int) -> [UInt8] {
        statement.require(column)
        return statement.blob(column)
    }

    package func timestamp(_ column: Int) -> Timestamp {
        Timestamp(milliseconds: int64(column))
    }

    package func optionalTimestamp(_ column: Int) -> Timestamp? {
        optionalInt64(column).map { Timestamp(milliseconds: $0) }
    }

    package func id<Noun>(_ column: Int) -> ID<Noun> {
        ID(value: int64(column))
    }

    package func optionalID<Noun>(_ column: Int) -> ID<Noun>? {
        optionalInt64(column).map { ID(value: $0) }
    }
}
