import Dispatch
import Domain
import Migrations
import Synchronization
import Testing

@testable import Store

@Suite("Migrations")
struct MigratorTests {
    let scratch: Scratch
    let connection: Connection
    let first = Migration(number: 1, name: "first", sql: "CREATE TABLE one (\n    id BIGINT PRIMARY KEY\n);\n")
    let second = Migration(number: 2, name: "second", sql: "ALTER TABLE one ADD COLUMN body BYTEA;\n")
    let now = Timestamp(milliseconds: 1_760_000_000_000)

    init() throws {
        scratch = try Scratch()
        connection = try Connection(path: scratch.path, mode: .readWrite)
        try Engine.prepareWriter(connection, durability: .normal)
    }

    @Test("what is missing is applied, in order, once")
    func applies() throws {
        #expect(try Migrator(connection, [first]).migrate(at: now) == [1])
        #expect(try Migrator(connection, [first, second]).migrate(at: now) == [2])
        #expect(try Migrator(connection, [first, second]).migrate(at: now) == [])
        try connection.run("INSERT INTO one (id, body) VALUES (1, x'00')")
    }

    @Test("the status tells what was applied when")
    func status() throws {
        try Migrator(connection, [first]).migrate(at: now)
        #expect(
            try Migrator(connection, [first, second]).status() == [
                MigrationStatus(number: 1, name: "first", appliedAt: now),
                MigrationStatus(number: 2, name: "second", appliedAt: nil),
            ])
    }

    @Test("a store newer than the binary is refused")
    func newer() throws {
        try Migrator(connection, [first, second]).migrate(at: now)
        #expect(throws: StoreError.newerSchema(found: 2, known: 1)) {
            try Migrator(connection, [first]).migrate(at: now)
        }
        #expect(throws: StoreError.newerSchema(found: 2, known: 1)) { try Migrator(connection, [first]).status() }
    }

    @Test("a migration changed after it was applied is refused, before the next is applied")
    func changed() throws {
        try Migrator(connection, [first]).migrate(at: now)
        let changed = Migration(number: 1, name: "first", sql: first.sql + "-- more\n")
        #expect(throws: StoreError.changedMigration("first")) {
            try Migrator(connection, [changed, second]).migrate(at: now)
        }
        #expect(try Migrator(connection, [first, second]).status().map { $0.appliedAt } == [now, nil])
    }

    @Test(
        "a table that m0011 makes anew keeps every value",
        arguments: [
            "customer_key", "visitor_naming", "shop_order", "conversion", "credit", "touchpoint", "reward",
            "reward_step", "ledger_entry", "customer_binding", "reassignment", "former_credit", "proposed_adjustment",
            "proposed_credit",
        ])
    func leanOrders(table: String) throws {
        try Migrator(connection, Array(EmbeddedMigrations.all.prefix(10))).migrate(at: now)
        // So that any values will do.
        try connection.execute(script: "PRAGMA foreign_keys = OFF; PRAGMA ignore_check_constraints = ON")
        let columns = try connection.rows("SELECT name, type FROM pragma_table_info(\(table)) ORDER BY name") {
            (name: $0.text(0), type: $0.text(1))
        }
        let names = columns.map(\.name).joined(separator: ", ")
        for row in 1...3 {
            let values = columns.enumerated().map { $1.type == "TEXT" ? "'\($0) of \(row)'" : "\($0 * 10 + row)" }
                .joined(separator: ", ")
            try connection.execute(script: "INSERT INTO \(table) (\(names)) VALUES (\(values))")
        }
        let query = SQL(trusted: "SELECT \(names) FROM \(table) ORDER BY \(names)")
        let before = try connection.rows(query) { row in columns.indices.map { row.text($0) } }
        try Migrator(connection, Array(EmbeddedMigrations.all.prefix(11))).migrate(at: now)
        #expect(before.count == 3)
        #expect(try connection.rows(query) { row in columns.indices.map { row.text($0) } } == before)
    }

    @Test("a migration that fails leaves nothing of itself")
    func failing() throws {
        let wrong = Migration(number: 2, name: "wrong", sql: "CREATE TABLE two (\n    id BIGINT\n);\nSELEKT;\n")
        #expect(throws: StoreError.self) { try Migrator(connection, [first, wrong]).migrate(at: now) }
        #expect(try Engine.hasTable("one", connection))
        #expect(try !Engine.hasTable("two", connection))
        #expect(try Migrator(connection, [first, second]).migrate(at: now) == [2])
    }

    @Test("many processes that start together apply each migration once")
    func together() throws {
        let fresh = try Scratch()
        let errors = Mutex<[String]>([])
        DispatchQueue.concurrentPerform(iterations: 8) { _ in
            do {
                _ = try fresh.open()
            } catch {
                errors.withLock { $0.append("\(error)") }
            }
        }
        #expect(errors.withLock { $0 } == [])
    }

    @Test("types become SQLite's and tables STRICT; comments and quoted text stay")
    func dialect() {
        let neutral = """
            -- BIGINT stays here
            CREATE TABLE a (
                id BIGINT PRIMARY KEY, -- a BIGINT
                kind TEXT CHECK (kind IN ('BIGINT', 'it''s BYTEA', '--')) , body BYTEA,
                BIGINTS BIGINT
            );
            CREATE INDEX a_kind ON a (
                kind
            );
            """
        let own = """
            -- BIGINT stays here
            CREATE TABLE a (
                id INTEGER PRIMARY KEY, -- a BIGINT
                kind TEXT CHECK (kind IN ('BIGINT', 'it''s BYTEA', '--')) , body BLOB,
                BIGINTS INTEGER
            ) STRICT;
            CREATE INDEX a_kind ON a (
                kind
            );
            """
        #expect(Engine.dialect(neutral) == own)
    }

    @Test("the embedded migrations are numbered from 1 and can be applied; all their tables are STRICT")
    func embedded() throws {
        #expect(EmbeddedMigrations.all.map { $0.number } == Array(1...EmbeddedMigrations.all.count))
        try Migrator(connection).migrate(at: now)
        let loose = try connection.rows(
            "SELECT name FROM pragma_table_list WHERE type = 'table' AND strict = 0 AND name NOT GLOB 'sqlite_*'"
        ) { $0.text(0) }
        #expect(loose == [])
        #expect(try Engine.highestID(connection, in: MintedTables.names) == 0)
    }
}
