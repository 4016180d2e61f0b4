import Domain

/// What a restore did.
package struct RestoredStore: Hashable, Sendable {
    package let copy: StoreCopy
    /// The number of the backup's newest migration: lower than the copy's where it was brought up to date.
    package let backupSchema: Int
    /// Where the database that was there is kept; nil where there was none.
    package let kept: String?
    /// What is wrong with the kept one, as SQLite said when its log was to be carried over; nil: it is one whole file.
    package let damage: String?
}

extension ReferralStore {
    /// Puts a copy of `backup` in place of the store at `path`, which is kept under another name.
    ///
    /// The copy is brought up to this binary's schema and passes `faults` before anything else is touched. The name
    /// always leads to a whole database: to the one before, then to the restored one.
    /// - Parameters:
    ///   - now: names what is kept.
    ///   - progress: told how many pages are copied, of how many.
    /// - Throws: `StoreError.locked` while a server holds the store; `BackupError` or another `StoreError`. Everything
    ///   is then as it was.
    package static func restore(
        _ backup: String, to path: String, at now: Timestamp, progress: (Int, Int) -> Void = { _, _ in }
    ) throws -> RestoredStore {
        guard !StoreFile.isSame(backup, path) else { throw BackupError.isDatabase(backup) }
        let path = StoreFile.resolved(path)
        let lock = try StoreLock(database: path)
        defer { lock.release() }
        let draft = try DraftFile(for: path)
        try copy(backup, to: draft, progress: progress)
        var backupSchema = 0
        let schema = try examine(draft, as: backup) { connection in
            let migrator = Migrator(connection)
            let migrations = try migrator.status()
            backupSchema = migrations.last { $0.appliedAt != nil }?.number ?? 0
            if migrations.contains(where: { $0.appliedAt == nil }) {
                // A migration of damaged rows would fail in words of its own.
                let faults = try Engine.structureFaults(connection, limit: Connection.faultLimit)
                guard faults.isEmpty else { return faults.map { "structure: \($0)" } }
            }
            try migrator.migrate(at: now)
            return try connection.faults()
        }
        let copy = StoreCopy(bytes: StoreFile.size(draft.path), schema: schema)
        guard StoreFile.exists(path) else {
            try draft.putInPlace()
            return RestoredStore(copy: copy, backupSchema: backupSchema, kept: nil, damage: nil)
        }
        StoreFile.giveOwner(of: path, to: draft.path)
        let damage = try foldForKeeping(path)
        let kept = keptName(of: path, at: now)
        try exchange(path, for: draft, keepingItAs: kept)
        return RestoredStore(copy: copy, backupSchema: backupSchema, kept: kept, damage: damage)
    }

    /// Carries the log of the database over, so that one file is all of it.
    /// - Returns: what SQLite says is wrong, where the database is too damaged for that: its log then goes with it.
    /// - Throws: `.locked` while another process has it open.
    private static func foldForKeeping(_ path: String) throws -> String? {
        do {
            // Of a database that it cannot read, SQLite throws the log away once it may write.
            try reading(path: path) { _ = try Engine.hasTable("schema_migration", $0) }
            let connection = try Connection(path: path, mode: .readWrite)
            defer { connection.close() }
            try Engine.fold(connection)
            return nil
        } catch StoreError.corrupt(let message) {
            return message
        } catch StoreError.locked {
            throw StoreError.locked("\(path) is open in another program")
        }
    }

    private static func exchange(_ path: String, for draft: DraftFile, keepingItAs kept: String) throws {
        try StoreFile.keep(path, as: kept)
        // Before the new file comes: beside it, the log of the old one would be taken for its own.
        var moved: [String] = []
        do {
            for end in Engine.companions where StoreFile.exists(path + end) {
                try StoreFile.move(path + end, to: kept + end)
                moved.append(end)
            }
            StoreFile.remove(path + Engine.passingCompanion)
            try draft.putInPlace()
        } catch {
            for end in moved { try? StoreFile.move(kept + end, to: path + end) }
            if StoreFile.isSame(kept, path) { StoreFile.remove(kept) } else { try? StoreFile.move(kept, to: path) }
            throw error
        }
    }

    /// `grapevine.db.before-20261122T103000Z`, or the same with a number behind it that is free.
    private static func keptName(of path: String, at now: Timestamp) -> String {
        let second = now.rfc3339.prefix(19).filter { $0 != "-" && $0 != ":" }
        let name = "\(path).before-\(second)Z"
        guard StoreFile.exists(name) else { return name }
        let number = (2...).first { !StoreFile.exists("\(name)-\($0)") } ?? 2
        return "\(name)-\(number)"
    }
}
