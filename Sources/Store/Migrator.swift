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
    private func recorded() throws -> [Int: Record] {
        guard try Engine.hasTable("schema_migration", connection) else { return [:] }
        let records = try connection.rows(
            "SELECT number, name, checksum, applied_at FROM schema_migration ORDER BY number"
        ) { Record(number: $0.int(0), name: $0.text(1), checksum: $0.text(2), appliedAt: $0.timestamp(3)) }
        for record in records {
            guard let known = migrations.first(where: { $0.number == record.number }) else {
                throw StoreError.newerSchema(found: record.number, known: migrations.last?.number ?? 0)
            }
            guard Self.checksum(known) == record.checksum else { throw StoreError.changedMigration(record.name) }
        }
        return Dictionary(uniqueKeysWithValues: records.map { ($0.number, $0) })
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
