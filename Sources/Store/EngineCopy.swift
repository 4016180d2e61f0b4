import CSQLite

// Copies of a whole database, by SQLite's own backup: page by page, from one state of the source.

extension Engine {
    /// Pages copied between two looks at whoever waits; 4 KiB each.
    private static let copiedPages: Int32 = 4096

    /// Copies everything that `source` has into `target`, whatever else writes to the source meanwhile.
    ///
    /// The source is held in one snapshot for as long as its pages take to be read: with one step a snapshot, each
    /// commit of a busy server would start the copy anew. Its log grows by what is written in that time and can be
    /// carried over right after.
    /// - Parameters:
    ///   - target: a new file, of which nobody knows yet.
    ///   - progress: told how many pages are copied, of how many.
    static func copy(
        _ source: Connection, to target: Connection, progress: (_ copied: Int, _ all: Int) -> Void
    ) throws {
        // A copy that fails is thrown away whole, so its own journal would be waste; it is synchronised at the end.
        try target.execute(script: "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;")
        try source.snapshot {
            // A snapshot begins with the first read.
            _ = try hasTable("schema_migration", source)
            let (from, to) = (try source.open(), try target.open())
            guard let backup = sqlite3_backup_init(to, "main", from, "main") else {
                throw StoreError(code: sqlite3_extended_errcode(to), message: String(cString: sqlite3_errmsg(to)))
            }
            var code = SQLITE_OK
            while code == SQLITE_OK {
                code = sqlite3_backup_step(backup, copiedPages)
                let all = Int(sqlite3_backup_pagecount(backup))
                progress(all - Int(sqlite3_backup_remaining(backup)), all)
            }
            let ending = sqlite3_backup_finish(backup)
            guard code == SQLITE_DONE, ending == SQLITE_OK else {
                throw StoreError(
                    code: ending == SQLITE_OK ? code : ending, message: String(cString: sqlite3_errstr(code)))
            }
        }
    }

    /// Makes one file of a database: what its log has is carried over, and the log is gone.
    /// - Throws: `.locked` while anybody else has it open.
    static func fold(_ connection: Connection) throws {
        try connection.execute(script: "PRAGMA busy_timeout = \(patience)")
        let mode = try connection.first("PRAGMA journal_mode = DELETE") { $0.text(0) } ?? ""
        guard mode == "delete" else { throw StoreError.locked("the database is open elsewhere") }
    }

    /// The files that SQLite keeps beside a database, by the ends of their names: what is in them belongs to that
    /// database, and would spoil any other that came under its name.
    static let companions = ["-wal", "-journal"]
    /// What it keeps there only while the database is open; it is made anew.
    static let passingCompanion = "-shm"
}
