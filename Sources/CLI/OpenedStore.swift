import Store

/// A store that a command opens for a moment, beside a server that may be running.
enum OpenedStore {
    /// Of identifiers made here; a server's is 0.
    private static let node: UInt8 = 255

    /// Opens the store at `path`, has `body` use it, and closes it.
    /// - Parameter mayMake: whether a missing file is made; else it is an error.
    static func with<Value>(
        _ path: String, mayMake: Bool = false, _ body: (ReferralStore) throws -> Value
    ) throws -> Value {
        if !mayMake { try require(path) }
        // A server that runs is not to have its schema changed under it.
        let lock = try isCurrent(path) ? nil : StoreLock(database: path)
        defer { lock?.release() }
        let store = try open(path)
        defer { store.close() }
        return try body(store)
    }

    /// Opening is what migrates. The caller holds the store's lock.
    static func migrate(_ path: String) throws {
        try open(path).close()
    }

    private static func open(_ path: String) throws -> ReferralStore {
        var options = ReferralStore.Options(readers: 1, node: node, clock: WallClock.now)
        options.foldsClicks = false
        return try ReferralStore.open(path: path, options: options) { error in
            Output.note("grapevine: \(error)")
        }
    }

    private static func isCurrent(_ path: String) throws -> Bool {
        guard SmallFile.exists(path) else { return false }
        return try ReferralStore.migrationStatus(path: path).allSatisfy { $0.appliedAt != nil }
    }

    /// A command that only looks makes no file.
    static func require(_ path: String) throws(Failure) {
        guard SmallFile.exists(path) else {
            throw Failure(words: "there is no database \(path); name another with --database")
        }
    }
}
