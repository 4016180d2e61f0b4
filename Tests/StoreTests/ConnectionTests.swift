import Domain
import Foundation
import Testing

@testable import Store

@Suite("A connection")
struct ConnectionTests {
    let scratch: Scratch
    let connection: Connection

    init() throws {
        scratch = try Scratch()
        connection = try scratch.connect()
    }

    @Test("values of every type come back as they went in")
    func roundTrips() throws {
        let text = "é\0 \u{1f347} '$1'"
        let bytes: [UInt8] = [0, 255, 39]
        let query: SQL = """
            SELECT \(Int64.min), \(Int.max), \(true), \(text), \(""), \(bytes), \([UInt8]()),
                   \(Timestamp(milliseconds: -1)), \(ID<Thing>(value: 77)), \(String?.none)
            """
        try connection.first(query) { row in
            #expect(row.int64(0) == .min)
            #expect(row.int64(1) == .max)
            #expect(row.bool(2))
            #expect(row.text(3) == text)
            #expect(row.optionalText(4) == "")
            #expect(row.blob(5) == bytes)
            #expect(row.blob(6) == [])
            #expect(row.timestamp(7) == Timestamp(milliseconds: -1))
            #expect(row.id(8) == ID<Thing>(value: 77))
            #expect(row.optionalText(9) == nil)
            #expect(row.optionalInt64(9) == nil)
            #expect(row.optionalID(9) == ID<Thing>?.none)
            #expect(row.optionalTimestamp(9) == nil)
        }
    }

    @Test("more than nine parameters go where they belong")
    func manyParameters() throws {
        let query: SQL = "SELECT \(1), \(2), \(3), \(4), \(5), \(6), \(7), \(8), \(9), \(10), \(11), \(12)"
        let numbers = try connection.first(query) { row in (0..<12).map { row.int($0) } }
        #expect(numbers == Array(1...12))
    }

    @Test("NULL where the decoder asked for a value is an error that names the column")
    func missingValue() throws {
        let error = #expect(throws: StoreError.self) {
            try connection.first("SELECT 1, NULL") { ($0.int64(0), $0.text(1)) }
        }
        #expect("\(String(describing: error))".contains("column 1 is NULL"))
    }

    @Test("rows come in their order, first gives the first, none gives nil")
    func rowsAndFirst() throws {
        let query: SQL = "SELECT 3 UNION ALL SELECT 1 UNION ALL SELECT 2"
        #expect(try connection.rows(query) { $0.int(0) } == [3, 1, 2])
        #expect(try connection.first(query) { $0.int(0) } == 3)
        #expect(try connection.first("SELECT 1 WHERE 0") { $0.int(0) } == nil)
    }

    @Test("a first row of RETURNING has written all its rows")
    func returning() throws {
        let id = try connection.first("INSERT INTO thing (id, name) VALUES (1, 'a'), (2, 'b') RETURNING id") {
            $0.int(0)
        }
        #expect(id == 1)
        #expect(try connection.thingNames() == ["a", "b"])
    }

    @Test("changes counts the rows of the last statement")
    func changes() throws {
        try connection.run("INSERT INTO thing (id, name) VALUES (1, 'a'), (2, 'b')")
        #expect(connection.changes == 2)
        try connection.run("INSERT INTO thing (id, name) VALUES (2, 'c') ON CONFLICT (id) DO NOTHING")
        #expect(connection.changes == 0)
    }

    @Test("a statement that failed works with the next values")
    func usableAfterError() throws {
        func insert(_ id: Int, _ name: String) throws {
            try connection.run("INSERT INTO thing (id, name) VALUES (\(id), \(name))")
        }
        try insert(1, "a")
        #expect(throws: StoreError.self) { try insert(2, "a") }
        try insert(2, "b")
        #expect(try connection.thingNames() == ["a", "b"])
    }

    @Test("a query whose decoder threw holds no lock and starts anew")
    func usableAfterDecoderError() throws {
        try connection.run("INSERT INTO thing (id, name) VALUES (1, 'a'), (2, 'b')")
        #expect(throws: Refusal.self) {
            try connection.rows("SELECT id FROM thing") { _ in throw Refusal() }
        }
        #expect(try connection.rows("SELECT id FROM thing") { $0.int(0) } == [1, 2])
        try connection.execute(script: "DROP TABLE part; DROP TABLE thing")
    }

    @Test("a query may run itself while it is decoded")
    func reentrantQuery() throws {
        try connection.run("INSERT INTO thing (id, name) VALUES (1, 'a'), (2, 'b')")
        let query: SQL = "SELECT id FROM thing ORDER BY id"
        let pairs = try connection.rows(query) { row in
            [row.int(0)] + (try connection.rows(query) { $0.int(0) })
        }
        #expect(pairs == [[1, 1, 2], [2, 1, 2]])
    }

    @Test("more distinct statements than are kept still work")
    func statementLimit() throws {
        for number in 0..<(2 * Connection.statementLimit) {
            #expect(try connection.first(SQL(trusted: "SELECT \(number)")) { $0.int(0) } == number)
        }
    }

    @Test("a parameter inside quotes is refused, not ignored")
    func quotedParameter() {
        #expect(throws: StoreError.self) { try connection.run("SELECT '\(1)'") }
    }

    @Test(
        "what the schema refuses is told by kind",
        arguments: [
            ("INSERT INTO thing (id, name) VALUES (1, 'b')", StoreError.Constraint.unique),
            ("INSERT INTO thing (id, name) VALUES (2, 'a')", .unique),
            ("INSERT INTO thing (id, name) VALUES (3, '')", .check),
            ("INSERT INTO thing (id, name, body) VALUES (4, 'd', 'text')", .type),
            ("INSERT INTO part (thing) VALUES (9)", .foreignKey),
            ("INSERT INTO part (thing) VALUES (NULL)", .notNull),
        ])
    func constraints(text: String, kind: StoreError.Constraint) throws {
        try connection.run("INSERT INTO thing (id, name) VALUES (1, 'a')")
        let error = #expect(throws: StoreError.self) { try connection.run(SQL(trusted: text)) }
        guard case .constraint(kind, detail: _) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
    }

    @Test("a mistake in SQL is told with SQLite's message")
    func mistake() {
        let error = #expect(throws: StoreError.self) { try connection.run("SELEKT 1") }
        #expect(error == .other(code: 1, message: #"near "SELEKT": syntax error"#))
    }

    @Test("a reading connection refuses to write")
    func readOnly() throws {
        let reader = try Connection(path: scratch.path, mode: .readOnly)
        try Engine.prepareReader(reader)
        let error = #expect(throws: StoreError.self) { try reader.run("DELETE FROM thing") }
        guard case .readOnly = error else {
            Issue.record("\(String(describing: error))")
            return
        }
    }

    @Test("a snapshot does not see what is committed meanwhile")
    func snapshot() throws {
        let reader = try Connection(path: scratch.path, mode: .readOnly)
        let counts = try reader.snapshot {
            let before = try reader.thingNames().count
            try connection.run("INSERT INTO thing (id, name) VALUES (1, 'a')")
            return (before, try reader.thingNames().count)
        }
        #expect(counts == (0, 0))
        #expect(try reader.thingNames() == ["a"])
    }

    @Test("a snapshot that takes too long is interrupted, and the connection goes on")
    func tooLong() throws {
        let endless: SQL = """
            WITH RECURSIVE counted(number) AS (SELECT 1 UNION ALL SELECT number + 1 FROM counted)
            SELECT max(number) FROM counted
            """
        #expect(throws: StoreError.interrupted("interrupted")) {
            try connection.snapshot(within: 5) { try connection.run(endless) }
        }
        #expect(try connection.snapshot { try connection.thingNames() } == [])
    }

    @Test("a file that cannot be opened is told with its path")
    func cannotOpen() {
        let error = #expect(throws: StoreError.self) { try Connection(path: "/nowhere/test.db", mode: .readOnly) }
        #expect(error == .io("/nowhere/test.db: unable to open database file"))
    }

    @Test("a file that is no database is told as corrupt")
    func noDatabase() throws {
        let path = scratch.path + ".txt"
        try String(repeating: "no database ", count: 100).write(toFile: path, atomically: true, encoding: .utf8)
        let other = try Connection(path: path, mode: .readWrite)
        let error = #expect(throws: StoreError.self) { try other.run("SELECT * FROM sqlite_master") }
        #expect(error == .corrupt("file is not a database"))
    }

    @Test("a closed connection says so")
    func closed() {
        connection.close()
        #expect(throws: StoreError.closed) { try connection.run("SELECT 1") }
    }
}
