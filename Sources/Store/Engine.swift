// The only home of SQLite's own words: settings, checkpoints, and the dialect of migrations. What is written elsewhere
// is common to SQLite and PostgreSQL.

import CSQLite

/// What a commit survives.
package enum Durability: String, Hashable, Sendable, CaseIterable {
    /// Power loss: each group of commits waits for the disk.
    case full
    /// A crash of the server. After power loss the last seconds may be missing, and nothing is damaged.
    case normal
}

enum Engine {
    /// Before the first connection of the process: SQLite counts its memory under one lock for all threads otherwise, at
    /// each allocation. Nobody reads that figure.
    static let isConfigured = csqlite_leave_memory_uncounted() == SQLITE_OK

    /// How long a connection waits for a lock of SQLite that another process holds, in milliseconds.
    static let patience = 5000
    /// The log's file is cut to this when it starts anew, in bytes.
    static let logBytes = 64 << 20

    /// Settings of the writing connection. The first one ever makes the file a WAL database.
    static func prepareWriter(_ connection: Connection, durability: Durability) throws {
        try connection.execute(script: "PRAGMA busy_timeout = \(patience)")
        try useLog(connection)
        try connection.execute(
            script: """
                PRAGMA synchronous = \(durability == .full ? "FULL" : "NORMAL");
                PRAGMA foreign_keys = ON;
                PRAGMA trusted_schema = OFF;
                PRAGMA cache_size = -16384;
                PRAGMA journal_size_limit = \(logBytes);
                PRAGMA wal_autocheckpoint = 0;
                """)
        try connection.watchLog()
    }

    /// Has what a savepoint may have to put back kept in memory: for jobs, each of which changes a few pages. SQLite would
    /// write all beyond 64 KiB to a temporary file, for an order three times what it writes to the log. Not for a
    /// migration, which may change every page.
    static func keepUndoInMemory(_ connection: Connection) throws {
        try connection.run("PRAGMA temp_store = MEMORY")
    }

    /// Whether commits of a connection wait for the disk. Not within a transaction.
    static func setSynchronous(_ connection: Connection, _ durability: Durability) throws {
        try connection.run(durability == .full ? "PRAGMA synchronous = FULL" : "PRAGMA synchronous = NORMAL")
    }

    /// Settings of a reading connection. No mmap: a failing disk would then be a signal instead of an error.
    static func prepareReader(_ connection: Connection) throws {
        try connection.execute(
            script: """
                PRAGMA busy_timeout = \(patience);
                PRAGMA query_only = ON;
                PRAGMA trusted_schema = OFF;
                PRAGMA cache_size = -8192;
                """)
        try touch(connection)
    }

    /// Settings of the connection that carries the log into the database.
    static func prepareCheckpointer(_ connection: Connection, durability: Durability) throws {
        try connection.execute(
            script: """
                PRAGMA busy_timeout = \(patience);
                PRAGMA synchronous = \(durability == .full ? "FULL" : "NORMAL");
                PRAGMA wal_autocheckpoint = 0;
                """)
        try touch(connection)
    }

    /// Has SQLite open the log now, by its name: at the first query, that could be another's.
    private static func touch(_ connection: Connection) throws {
        try connection.run("PRAGMA schema_version")
    }

    /// Carries what it can from the log into the database, without waiting for anyone.
    static func checkpoint(_ connection: Connection) throws {
        try connection.run("PRAGMA wal_checkpoint(PASSIVE)")
    }

    /// Carries the log into the database.
    /// - Returns: whether nothing is left of it; else somebody reads an older state or writes.
    static func carriesAll(_ connection: Connection) throws -> Bool {
        try connection.first("PRAGMA wal_checkpoint(PASSIVE)") { $0.int(0) == 0 && $0.int(1) == $0.int(2) } ?? false
    }

    /// Whether there is a table of this name.
    static func hasTable(_ name: String, _ connection: Connection) throws -> Bool {
        let query: SQL = "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = \(name)"
        return try connection.first(query) { _ in true } ?? false
    }

    /// The highest id in these tables, 0 if they are empty.
    static func highestID(_ connection: Connection, in tables: [String]) throws -> Int64 {
        try tables.reduce(0) { highest, table in
            let query = SQL(trusted: "SELECT max(id) FROM \(table)")
            return max(highest, try connection.first(query) { $0.optionalInt64(0) ?? 0 } ?? 0)
        }
    }

    /// Two processes that make one file WAL at the same moment: one of them is told "locked" at once, since waiting
    /// could be for ever. It tries again.
    private static func useLog(_ connection: Connection) throws {
        var triesLeft = 50
        while true {
            do {
                let mode = try connection.first("PRAGMA journal_mode = WAL") { $0.text(0) } ?? ""
                guard mode == "wal" else { throw StoreError.io("no write-ahead log here: journal mode is \(mode)") }
                return
            } catch StoreError.locked(let message) {
                triesLeft -= 1
                guard triesLeft > 0 else { throw StoreError.locked(message) }
                pause(milliseconds: 20)
            }
        }
    }
}

// MARK: The dialect of migrations

extension Engine {
    /// Turns a migration's neutral words into SQLite's: BIGINT and BYTEA into INTEGER and BLOB, and the line `);` that
    /// ends a CREATE TABLE into `) STRICT;`, with `-- clustered` behind it also into a table that is in the order of its
    /// primary key. Comments and quoted text stay as they are.
    ///
    /// `BIGINT ... PRIMARY KEY` thereby becomes SQLite's rowid: the table itself is in the order of the ids.
    static func dialect(_ script: String) -> String {
        var isInTable = false
        let lines = script.split(separator: "\n", omittingEmptySubsequences: false).map { line -> String in
            if line.hasPrefix("CREATE TABLE") { isInTable = true }
            if isInTable, line == ");" {
                isInTable = false
                return ") STRICT;"
            }
            if isInTable, line == "); -- clustered" {
                isInTable = false
                return ") STRICT, WITHOUT ROWID;"
            }
            return inWords(line)
        }
        return lines.joined(separator: "\n")
    }

    private static func inWords(_ line: Substring) -> String {
        var result = ""
        var word = ""
        var isQuoted = false
        var rest = line
        while let character = rest.first {
            if !isQuoted, rest.hasPrefix("--") { break }
            rest.removeFirst()
            if !isQuoted, character.isLetter || character.isNumber || character == "_" {
                word.append(character)
                continue
            }
            result += types[word] ?? word
            word = ""
            result.append(character)
            if character == "'" || character == "\"" { isQuoted.toggle() }
        }
        return result + (types[word] ?? word) + rest
    }

    private static let types = ["BIGINT": "INTEGER", "BYTEA": "BLOB"]
}
