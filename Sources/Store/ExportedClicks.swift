import Domain

/// A click with everything that its numbers stand for.
package struct ExportedClick: Hashable, Sendable {
    package let id: ID<Click>
    package let link: ID<Link>
    /// As it is shown.
    package let code: String
    package let referrer: ID<Referrer>
    /// The program's slug.
    package let program: String
    package let channel: String?
    package let clickClass: ClickClass
    /// Which rule said so, by its number in the list of rules.
    package let classRule: Int64
    package let visitor: Visitor
    package let userAgent: String?
    package let referringHost: String?
}

extension Connection {
    /// Clicks as they are exported. The one query of its kind: what is stored of a click may change its form.
    package func exportedClicks(_ slice: Slice) throws -> [ExportedClick] {
        try rows(
            """
            SELECT c.id, l.id, k.shown, l.referrer, p.slug, COALESCE(l.channel, h.text), c.class, c.class_rule,
                   c.visitor, u.text, r.text
              FROM click c
              JOIN link l ON l.number = c.link
              JOIN code k ON k.normalised = l.code
              JOIN program p ON p.id = l.program
              LEFT JOIN word h ON h.kind = \(WordKind.channel.rawValue) AND h.number = c.channel
              LEFT JOIN word u ON u.kind = \(WordKind.userAgent.rawValue) AND u.number = c.user_agent
              LEFT JOIN word r ON r.kind = \(WordKind.referringHost.rawValue) AND r.number = c.referring_host
             WHERE c.id >= \(slice.from) AND c.id < \(slice.to)
             ORDER BY c.id
             LIMIT \(slice.limit)
            """
        ) { row in
            guard let clickClass = ClickClass(rawValue: row.int64(6)) else {
                throw StoreError.corrupt("click class \(row.int64(6))")
            }
            return ExportedClick(
                id: row.id(0), link: row.id(1), code: row.text(2), referrer: row.id(3), program: row.text(4),
                channel: row.optionalText(5), clickClass: clickClass, classRule: row.int64(7),
                visitor: Visitor(hash: row.int64(8)), userAgent: row.optionalText(9),
                referringHost: row.optionalText(10))
        }
    }

    /// The newest identifier a row of the table has; 0 where it is empty. What is recorded during an export is not its.
    package func newestID(in table: String) throws -> Int64 {
        guard MintedTables.names.contains(table) else { return 0 }
        return try Engine.highestID(self, in: [table])
    }
}
