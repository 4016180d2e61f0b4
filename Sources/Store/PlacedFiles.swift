#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The files of an open database as they were opened, and whether their names still lead to them.
///
/// SQLite goes on with a file that was moved, deleted or replaced, and what it then acknowledges no later start would
/// find. A look is three calls of `stat`, 7 µs together where this was measured, beside a commit that waits some 200 µs
/// for the disk.
struct PlacedFiles: Sendable {
    private let database: Placed
    /// The write-ahead log, and the index of it that processes share.
    private let companions: [Placed]

    private struct Placed {
        let path: String
        let identity: Identity?

        init(_ path: String) {
            self.path = path
            identity = Identity(path)
        }
    }

    private struct Identity: Hashable {
        let device: UInt64
        let file: UInt64

        /// nil where there is no file, or none that can be seen.
        init?(_ path: String) {
            var found = stat()
            guard stat(path, &found) == 0 else { return nil }
            device = UInt64(found.st_dev)
            file = UInt64(found.st_ino)
        }
    }

    /// - Parameter path: as SQLite has it, symbolic links resolved; the log and its index are there already.
    init(database path: String) {
        database = Placed(path)
        companions = ["-wal", "-shm"].map { Placed(path + $0) }
    }

    /// The database's file itself, without which there is nothing to go on with.
    /// - Throws: `.misplaced`.
    func checkDatabase() throws(StoreError) {
        try Self.check(database)
    }

    /// The files beside it, which the database can do without once all they hold was carried over.
    /// - Throws: `.misplaced`.
    func checkCompanions() throws(StoreError) {
        for companion in companions { try Self.check(companion) }
    }

    /// All of them.
    /// - Throws: `.misplaced`.
    func check() throws(StoreError) {
        try checkDatabase()
        try checkCompanions()
    }

    /// Whether these are the same files; what was not there when either was made is not looked at.
    func hasSameDatabase(as other: PlacedFiles) -> Bool {
        database.identity == other.database.identity
    }

    private static func check(_ placed: Placed) throws(StoreError) {
        guard let opened = placed.identity else { return }
        let found = Identity(placed.path)
        if found != opened { throw .misplaced(placed.path, isReplaced: found != nil) }
    }
}
