import CSQLite

/// Why the store did not do what it was asked. Facts only; texts are SQLite's own, for the log.
package enum StoreError: Error, Hashable {
    /// The schema refused a row. Only the statement is undone.
    case constraint(Constraint, detail: String)
    /// A queue of ours is full: nothing was tried, later may do.
    case busy
    /// No room: the disk, or the database's own limit of pages.
    case full(String)
    case readOnly(String)
    /// The disk failed, or the file cannot be opened.
    case io(String)
    case outOfMemory(String)
    /// The file is damaged, or no database.
    case corrupt(String)
    /// Another process holds the store: a server by its lock file, or any process by SQLite's write lock for longer
    /// than `Engine.patience`.
    case locked(String)
    /// The name of a file that is in use leads nowhere, or to another file: it was moved, deleted or replaced.
    case misplaced(_ path: String, isReplaced: Bool)
    /// A read took longer than it may.
    case interrupted(String)
    /// The store was closed; nothing was tried.
    case closed
    /// The store was written by a newer binary than this one.
    case newerSchema(found: Int, known: Int)
    /// A migration that this store has applied is not the one that this binary knows by its number.
    case changedMigration(String)
    /// Anything else: a mistake in our SQL. `code` is SQLite's extended result code.
    case other(code: Int32, message: String)

    package enum Constraint: Hashable, Sendable {
        /// A row with this key is there already, be it the primary key or another.
        case unique
        case foreignKey, check, notNull
        /// A value is not of its column's type; tables are STRICT.
        case type
        case other
    }
}

extension StoreError {
    /// - Parameters:
    ///   - code: an extended result code of SQLite.
    ///   - message: what `sqlite3_errmsg` said at once after it.
    /// - Source: https://www.sqlite.org/rescode.html
    init(code: Int32, message: String) {
        switch code & 0xff {
        case SQLITE_CONSTRAINT: self = .constraint(Constraint(code: code), detail: message)
        case SQLITE_FULL: self = .full(message)
        case SQLITE_READONLY, SQLITE_PERM: self = .readOnly(message)
        case SQLITE_IOERR, SQLITE_CANTOPEN: self = .io(message)
        case SQLITE_NOMEM: self = .outOfMemory(message)
        case SQLITE_CORRUPT, SQLITE_NOTADB: self = .corrupt(message)
        case SQLITE_BUSY, SQLITE_LOCKED: self = .locked(message)
        case SQLITE_INTERRUPT: self = .interrupted(message)
        default: self = .other(code: code, message: message)
        }
    }
}

extension StoreError.Constraint {
    fileprivate init(code: Int32) {
        // The second byte tells the kind; SQLite's own names for the sums are macros that Swift does not import.
        switch code >> 8 {
        case 6, 8, 10: self = .unique  // PRIMARYKEY, UNIQUE, ROWID
        case 3: self = .foreignKey
        case 1: self = .check
        case 5: self = .notNull
        case 12: self = .type  // DATATYPE
        default: self = .other
        }
    }
}
