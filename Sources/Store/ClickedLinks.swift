import Domain

/// What a slug leads to, as far as the program does not say it: one indexed reading for a click that finds nothing in
/// memory.
package struct ClickedLink: Sendable {
    /// As it is shown.
    package let slug: String
    package let code: String
    package let referrer: ID<Referrer>
    package let isReferrerActive: Bool
    package let program: ID<Program>
    /// By which clicks name it; nil: a link that nobody made, without a row so far.
    package let number: Int64?
    package let destination: String?
    package let expiresAt: Timestamp?
    package let isArchived: Bool
}

extension Connection {
    /// Links that have a row, the newest first, and that still are what their slugs lead to: a link that nobody made is
    /// not, once another program is the default one or its program has another slug.
    package func clickedLinks(before id: ID<Link>, limit: Int) throws -> [(id: ID<Link>, link: ClickedLink)] {
        try rows(
            """
            SELECT l.slug, l.code, l.referrer, r.status = 'active', l.program, l.number, l.destination, l.expires_at,
                   l.is_archived, l.id
              FROM link l JOIN referrer r ON r.id = l.referrer
              JOIN code c ON c.normalised = l.code
              JOIN program p ON p.id = l.program
             WHERE l.id < \(id)
               AND (l.is_made = 1 OR l.slug = CASE p.is_default WHEN 1 THEN c.shown ELSE c.shown || '-' || p.slug END)
             ORDER BY l.id DESC LIMIT \(limit)
            """
        ) { ($0.id(9), clickedLink($0)) }
    }

    /// A link that somebody made.
    package func clickedLink(slug: String) throws -> ClickedLink? {
        try first(
            """
            SELECT l.slug, l.code, l.referrer, r.status = 'active', l.program, l.number, l.destination, l.expires_at,
                   l.is_archived
              FROM link l JOIN referrer r ON r.id = l.referrer
             WHERE l.slug = \(slug) AND l.is_made = 1
            """, clickedLink)
    }

    private func clickedLink(_ row: Row) -> ClickedLink {
        ClickedLink(
            slug: row.text(0), code: row.text(1), referrer: row.id(2), isReferrerActive: row.bool(3),
            program: row.id(4), number: row.int64(5), destination: row.optionalText(6),
            expiresAt: row.optionalTimestamp(7), isArchived: row.bool(8))
    }

    /// The link that a code's referrer has in `program` without making it; its slug is the code.
    package func clickedLink(code normalised: String, in program: ID<Program>) throws -> ClickedLink? {
        try first(
            """
            SELECT c.shown, c.normalised, c.referrer, r.status = 'active', l.number
              FROM code c JOIN referrer r ON r.id = c.referrer
              LEFT JOIN link l ON l.code = c.normalised AND l.program = \(program) AND l.is_made = 0
             WHERE c.normalised = \(normalised)
            """
        ) { row in
            ClickedLink(
                slug: row.text(0), code: row.text(1), referrer: row.id(2), isReferrerActive: row.bool(3),
                program: program, number: row.optionalInt64(4), destination: nil, expiresAt: nil, isArchived: false)
        }
    }
}
