import Crypto
import Domain
import Migrations

/// Brings a store's schema up to what this binary knows: forward only, each migration in a transaction of its own,
/// recorded with its checksum.
struct Migrator {
    let connection: Connection
    /// In rising order of their numbers.
    let migrations: [Migration]

    init(_ connection: Connection, _ migrations: [Migration] = EmbeddedMigrations.all) {
        self.connection = connection
        self.migrations = migrations
    }

    /// Applies what is missing. Two processes may do this at the same moment.
    /// - Parameter now: what is recorded as the moment of applying.
    /// - Throws: `.newerSchema` or `.changedMigration` before anything is changed; or why a migration failed, which
    ///   leaves nothing of itself.
    /// - Returns: the numbers of those applied now.
    @discardableResult
    func migrate(at now: Timestamp) throws -> [Int] {
        try migrations.compactMap { migration in
            // Most starts find nothing to do, and then need no write lock.
            guard try recorded()[migration.number] == nil else { return nil }
            return try apply(migration, at: now) ? migration.number : nil
        }
    }

    /// Every migration known here, and when it was applied; nil for those that were not.
    /// - Throws: `.newerSchema` or `.changedMigration`.
    func status() throws -> [MigrationStatus] {
        let recorded = try recorded()
        return migrations.map { migration in
            MigrationStatus(
                number: migration.number, name: migration.name, appliedAt: recorded[migration.number]?.appliedAt)
        }
    }

    /// Every migration known here or recorded in the store, in rising order, whether or not the two fit.
    func list() throws -> [ListedMigration] {
        let records = Dictionary(uniqueKeysWithValues: try records().map { ($0.number, $0) })
        let known = migrations.map { migration in
            let (record, checksum) = (records[migration.number], Self.checksum(migration))
            let state: ListedMigration.State =
                if let record { record.checksum == checksum ? .applied : .changed } else { .pending }
            return ListedMigration(
                number: migration.number, name: migration.name, checksum: record?.checksum ?? checksum, state: state,
                appliedAt: record?.appliedAt)
        }
        let unknown = records.values.filter { record in !migrations.contains { $0.number == record.number } }.map {
            ListedMigration(
                number: $0.number, name: $0.name, checksum: $0.checksum, state: .unknown, appliedAt: $0.appliedAt)
        }
        return (known + unknown).sorted { $0.number < $1.number }
    }

    /// - Returns: false if another process was faster.
    private func apply(_ migration: Migration, at now: Timestamp) throws -> Bool {
        do {
            try connection.begin()
            // Another process may have come between the look without a lock and this one.
            let isMissing = try recorded()[migration.number] == nil
            if isMissing {
                try connection.execute(script: Engine.dialect(Self.recordTable))
                try connection.execute(script: Engine.dialect(migration.sql))
                try connection.run(
                    """
                    INSERT INTO schema_migration (number, name, checksum, applied_at)
                    VALUES (\(migration.number), \(migration.name), \(Self.checksum(migration)), \(now))
                    """)
            }
            try connection.commit()
            return isMissing
        } catch {
            connection.rollback()
            throw error
        }
    }

    /// What the store says was applied, by number.
    /// - Throws: `.newerSchema` or `.changedMigration` where it is not what this binary knows.
    private func recorded() throws -> [Int: Record] {
        let records = try records()
        for record in records {
            guard let known = migrations.first(where: { $0.number == record.number }) else {
                throw StoreError.newerSchema(
                    found: records.last?.number ?? record.number, known: migrations.last?.number ?? 0)
            }
            guard Self.checksum(known) == record.checksum else { throw StoreError.changedMigration(record.name) }
        }
        return Dictionary(uniqueKeysWithValues: records.map { ($0.number, $0) })
    }

    private func records() throws -> [Record] {
        guard try Engine.hasTable("schema_migration", connection) else { return [] }
        return try connection.rows(
            "SELECT number, name, checksum, applied_at FROM schema_migration ORDER BY number"
        ) { Record(number: $0.int(0), name: $0.text(1), checksum: $0.text(2), appliedAt: $0.timestamp(3)) }
    }

    private struct Record {
        let number: Int
        let name: String
        let checksum: String
        let appliedAt: Timestamp
    }

    private static let recordTable = """
        CREATE TABLE IF NOT EXISTS schema_migration (
            number BIGINT PRIMARY KEY,
            name TEXT NOT NULL,
            checksum TEXT NOT NULL,
            applied_at BIGINT NOT NULL
        );
        """

    /// SHA-256 of the migration's text as it is in its file, in lower-case hexadecimal digits.
    static func checksum(_ migration: Migration) -> String {
        SHA256.hash(data: Array(migration.sql.utf8)).map { byte in
            (byte < 16 ? "0" : "") + String(byte, radix: 16)
        }.joined()
    }
}

/// One migration, and whether a store has it.
package struct MigrationStatus: Hashable, Sendable {
    package let number: Int
    package let name: String
    /// nil: not yet.
    package let appliedAt: Timestamp?
}

/// One migration as a store and this binary have it.
package struct ListedMigration: Hashable, Sendable {
    package enum State: Hashable, Sendable {
        case applied, pending
        /// The store has it with another text than this binary.
        case changed
        /// This binary does not have it: a newer one made it.
        case unknown
    }

    package let number: Int
    package let name: String
    /// Of its text: the applied one's, where it was applied.
    package let checksum: String
    package let state: State
    /// nil: not yet.
    package let appliedAt: Timestamp?
}
