import ArgumentParser
import Store

struct MigrateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "migrate", abstract: "Bring the database's schema up to date, and print what was applied.",
        discussion: "serve does the same when it starts. A database that a server has open is refused.")

    @Flag(help: "Change nothing; list every migration as applied or pending.")
    var status = false

    @OptionGroup var store: StoreOptions

    func run() throws {
        let path = try store.databasePath()
        if status {
            try OpenedStore.require(path)
            for line in aligned(try ReferralStore.migrationStatus(path: path).map(row)) { try Output.result(line) }
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
        let applied = try ReferralStore.migrationStatus(path: path).filter { !known.contains($0.number) }
        if applied.isEmpty { Output.note("\(path) is up to date") }
        for line in aligned(applied.map(row)) { try Output.result(line) }
    }

    private func row(_ migration: MigrationStatus) -> [String] {
        [
            "\(migration.number)", migration.name,
            migration.appliedAt.map { "applied \($0.rfc3339)" } ?? "pending",
        ]
    }
}
