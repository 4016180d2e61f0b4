import Domain

/// Why a backup was not made or not restored. Everything is as it was.
package enum BackupError: Error, Hashable {
    /// There is a file of the target's name.
    case exists(String)
    /// The backup would be, or is, the database itself.
    case isDatabase(String)
    /// What SQLite keeps beside an open database lies beside the target, and would be taken for the backup's.
    case leftover(String)
    /// Another process is writing this file.
    case underway(String)
    /// A database, but none of this program's.
    case noStore(String)
    /// What is wrong with the file, a line each.
    case faulty(String, [String])
}

/// A copy of a store that was examined and is on the disk.
package struct StoreCopy: Hashable, Sendable {
    package let bytes: Int64
    /// The number of its newest migration.
    package let schema: Int
}

extension ReferralStore {
    /// Copies the store at `path` to a file of its own, complete as of one moment, while others may write to it.
    ///
    /// The writer waits for nothing. Until the pages are read the log cannot start anew, so it grows by what is written
    /// meanwhile. The copy comes under its name once it is whole, sound in its structure and on the disk.
    /// - Parameters:
    ///   - replacing: whether a file of the target's name is replaced.
    ///   - progress: told how many pages are copied, of how many.
    /// - Throws: `BackupError` or `StoreError`; the target is then as it was.
    @discardableResult
    package static func backUp(
        path: String, to target: String, replacing: Bool = false, progress: (Int, Int) -> Void = { _, _ in }
    ) throws -> StoreCopy {
        guard !StoreFile.isSame(path, target) else { throw BackupError.isDatabase(target) }
        let target = StoreFile.resolved(target)
        func checkTarget() throws {
            if !replacing, StoreFile.exists(target) { throw BackupError.exists(target) }
            // An empty one is what a reader leaves, and nobody's part.
            for name in Engine.companions.map({ target + $0 }) where StoreFile.size(name) > 0 {
                throw BackupError.leftover(name)
            }
        }
        try checkTarget()
        let draft = try DraftFile(for: target)
        try copy(path, to: draft, progress: progress)
        let schema = try examine(draft, as: path) { try Engine.quickFaults($0, limit: Connection.faultLimit) }
        // Another process may have made one meanwhile.
        try checkTarget()
        let copy = StoreCopy(bytes: StoreFile.size(draft.path), schema: schema)
        try draft.putInPlace()
        return copy
    }

    static func copy(_ path: String, to draft: DraftFile, progress: (Int, Int) -> Void) throws {
        let source = try Connection(path: path, mode: .readOnly)
        try Engine.prepareReader(source)
        let target = try Connection(path: draft.path, mode: .readWrite)
        defer {
            target.close()
            source.close()
        }
        try Engine.copy(source, to: target, progress: progress)
    }

    /// Makes the draft one file without a log, and looks for what is wrong with it.
    /// - Parameters:
    ///   - path: what it is a copy of, for the error.
    ///   - find: may also bring the copy up to date.
    /// - Returns: the number of its newest migration.
    static func examine(_ draft: DraftFile, as path: String, _ find: (Connection) throws -> [String]) throws -> Int {
        let connection = try Connection(path: draft.path, mode: .readWrite)
        defer { connection.close() }
        do {
            try Engine.fold(connection)
            guard try Engine.hasTable("schema_migration", connection) else { throw BackupError.noStore(path) }
            let faults = try find(connection)
            guard faults.isEmpty else { throw BackupError.faulty(path, faults) }
            return try connection.first("SELECT COALESCE(MAX(number), 0) FROM schema_migration") { $0.int(0) } ?? 0
        } catch StoreError.corrupt(let message) {
            throw BackupError.faulty(path, ["structure: \(message)"])
        }
    }
}
