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
        // A row of a clustered table has no number, and stands here once for each of its table's references.
        let broken = try connection.rows(
            """
            SELECT DISTINCT "table", rowid, parent, fkid FROM pragma_foreign_key_check LIMIT \(limit)
            """
        ) { row in
            (table: row.text(0), number: row.optionalInt64(1), parent: row.text(2), reference: row.int(3))
        }
        let faults = try broken.flatMap { row in
            let names =
                try row.number.map { ["\($0)"] }
                ?? brokenKeys(connection, row.table, reference: row.reference, limit: limit)
            return names.map { "\(row.table) row \($0) refers to no \(row.parent)" }
        }
        return Array(faults.prefix(limit))
    }

    /// The keys of a clustered table's rows that refer to one that is not there.
    /// - Parameter reference: its number among the table's foreign keys.
    private static func brokenKeys(
        _ connection: Connection, _ table: String, reference: Int, limit: Int
    ) throws -> [String] {
        let key = try connection.rows("SELECT name FROM pragma_table_info(\(table)) WHERE pk > 0 ORDER BY pk") {
            "c.\"\($0.text(0))\""
        }
        let pairs = try connection.rows(
            """
            SELECT "table", "from", "to" FROM pragma_foreign_key_list(\(table)) WHERE id = \(reference) ORDER BY seq
            """
        ) { (parent: $0.text(0), from: "c.\"\($0.text(1))\"", to: "p.\"\($0.text(2))\"") }
        let columns = pairs.map { "\($0.from) IS NOT NULL" }.joined(separator: " AND ")
        let match = pairs.map { "\($0.to) = \($0.from)" }.joined(separator: " AND ")
        let query = """
            SELECT \(key.joined(separator: " || ', ' || ")) FROM "\(table)" c
             WHERE \(columns) AND NOT EXISTS (SELECT 1 FROM "\(pairs.first?.parent ?? table)" p WHERE \(match))
             LIMIT \(limit)
            """
        return try connection.rows(SQL(trusted: query)) { "(\($0.text(0)))" }
    }
}
