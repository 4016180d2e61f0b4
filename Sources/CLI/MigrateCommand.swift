import ArgumentParser
import Store

struct MigrateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "migrate", abstract: "Bring the database's schema up to date, and print what was applied.",
        discussion: "serve does the same when it starts. A database that a server has open is refused.")

    @Flag(
        help: """
            Change nothing; list every migration, with the beginning of its checksum, as applied or pending; exit with 1 \
            if the database has one that this grapevine does not know, or knows with another text.
            """)
    var status = false

    @OptionGroup var store: StoreOptions

    func run() throws {
        let path = try store.databasePath()
        if status {
            try OpenedStore.require(path)
            for line in aligned(try ReferralStore.migrationList(path: path).map(row)) { try Output.result(line) }
            // Says what does not fit, and how to mend it.
            _ = try ReferralStore.migrationStatus(path: path)
        } else {
            try migrate(path)
        }
    }

    private func migrate(_ path: String) throws {
        let lock = try StoreLock(database: path)
        defer { lock.release() }
        let before = SmallFile.exists(path) ? try ReferralStore.migrationStatus(path: path) : []
        try OpenedStore.migrate(path)
        let known = Set(before.filter { $0.appliedAt != nil }.map(\.number))
        let applied = try ReferralStore.migrationList(path: path).filter { !known.contains($0.number) }
        if applied.isEmpty { Output.note("\(path) is up to date") }
        for line in aligned(applied.map(row)) { try Output.result(line) }
    }

    private func row(_ migration: ListedMigration) -> [String] {
        let at = migration.appliedAt?.rfc3339 ?? ""
        let state =
            switch migration.state {
            case .applied: "applied \(at)"
            case .pending: "pending"
            case .changed: "applied \(at) by another build, with another text"
            case .unknown: "applied \(at) by a newer grapevine"
            }
        return ["\(migration.number)", migration.name, String(migration.checksum.prefix(12)), state]
    }
}
