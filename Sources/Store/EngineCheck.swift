// SQLite's own examinations of a file.

extension Engine {
    /// What SQLite finds wrong with the file's structure and with its rows' types, indexes and constraints.
    /// - Returns: at most `limit` findings in SQLite's words; none if all is well.
    static func structureFaults(_ connection: Connection, limit: Int) throws -> [String] {
        let findings = try connection.rows(SQL(trusted: "PRAGMA integrity_check(\(limit))")) { $0.text(0) }
        return findings == ["ok"] ? [] : findings
    }

    /// The same without a look at whether each index has each row, in a fraction of the time: for a copy whose source
    /// `structureFaults` may be asked about.
    static func quickFaults(_ connection: Connection, limit: Int) throws -> [String] {
        let findings = try connection.rows(SQL(trusted: "PRAGMA quick_check(\(limit))")) { $0.text(0) }
        return findings == ["ok"] ? [] : findings
    }

    /// Rows that refer to one that is not there.
    /// - Returns: a few words for each, at most `limit`.
    static func referenceFaults(_ connection: Connection, limit: Int) throws -> [String] {
        try connection.rows(
            """
            SELECT "table", rowid, parent FROM pragma_foreign_key_check LIMIT \(limit)
            """
        ) { row in
            "\(row.text(0)) row \(row.optionalInt64(1).map(String.init) ?? "?") refers to no \(row.text(2))"
        }
    }
}
