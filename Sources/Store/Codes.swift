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

    package func insert(_ code: StoredCode) throws {
        try run(
            """
            INSERT INTO code (normalised, shown, referrer, made_at)
            VALUES (\(code.normalised), \(code.shown), \(code.referrer), \(code.madeAt))
            """)
    }
}
