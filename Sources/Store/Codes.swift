import Domain

/// A code as the store keeps it.
package struct StoredCode: Hashable, Sendable {
    package let normalised: String
    package let shown: String
    package let referrer: ID<Referrer>
    package let madeAt: Timestamp

    package init(normalised: String, shown: String, referrer: ID<Referrer>, madeAt: Timestamp) {
        self.normalised = normalised
        self.shown = shown
        self.referrer = referrer
        self.madeAt = madeAt
    }
}

extension Connection {
    package func code(_ normalised: String) throws -> StoredCode? {
        try first("SELECT normalised, shown, referrer, made_at FROM code WHERE normalised = \(normalised)") {
            StoredCode(normalised: $0.text(0), shown: $0.text(1), referrer: $0.id(2), madeAt: $0.timestamp(3))
        }
    }

    /// All codes of a referrer, oldest first: the main one and its aliases.
    package func codes(of referrer: ID<Referrer>) throws -> [StoredCode] {
        try rows(
            """
            SELECT normalised, shown, referrer, made_at FROM code
             WHERE referrer = \(referrer) ORDER BY made_at, normalised
            """
        ) {
            StoredCode(normalised: $0.text(0), shown: $0.text(1), referrer: $0.id(2), madeAt: $0.timestamp(3))
        }
    }

    package func codes(_ slice: TextSlice) throws -> [StoredCode] {
        try rows(
            """
            SELECT normalised, shown, referrer, made_at FROM code
             WHERE normalised > \(slice.start) ORDER BY normalised LIMIT \(slice.limit)
            """
        ) {
            StoredCode(normalised: $0.text(0), shown: $0.text(1), referrer: $0.id(2), madeAt: $0.timestamp(3))
        }
    }

    /// Looks for what stands where a program's links would be: a code, or a link that somebody made, which is
    /// `{code}-{slug}` of a code that exists. Reads all codes and links: for new slugs only.
    /// - Returns: the code or slug that was found first.
    package func linkHidden(byProgram slug: String) throws -> String? {
        let tail = Code.normalised(slug) ?? ""
        let byCode = try first(
            """
            SELECT c.shown FROM code c JOIN code o
                ON o.normalised = SUBSTR(c.normalised, 1, LENGTH(c.normalised) - \(tail.utf8.count))
             WHERE SUBSTR(c.normalised, LENGTH(c.normalised) - \(tail.utf8.count - 1)) = \(tail)
             LIMIT 1
            """
        ) { $0.text(0) }
        if let byCode { return byCode }
        return try first(
            """
            SELECT l.slug FROM link l JOIN code o
                ON o.normalised = UPPER(REPLACE(SUBSTR(l.slug, 1, LENGTH(l.slug) - \(slug.utf8.count + 1)), '-', ''))
             WHERE l.is_made = 1
               AND SUBSTR(l.slug, LENGTH(l.slug) - \(slug.utf8.count)) = \("-" + slug)
             LIMIT 1
            """
        ) { $0.text(0) }
    }

    package func insert(_ code: StoredCode) throws {
        try run(
            """
            INSERT INTO code (normalised, shown, referrer, made_at)
            VALUES (\(code.normalised), \(code.shown), \(code.referrer), \(code.madeAt))
            """)
    }
}
