import Domain

/// An admin's decision to credit another referrer.
package struct Reassignment: Hashable, Sendable {
    package var conversion: ID<Conversion>
    /// 1 for the first one of a conversion.
    package var revision: Int64
    package var referrer: ID<Referrer>
    package var at: Timestamp
    package var actor: String
    package var reason: String

    package init(
        conversion: ID<Conversion>, revision: Int64, referrer: ID<Referrer>, at: Timestamp, actor: String,
        reason: String
    ) {
        self.conversion = conversion
        self.revision = revision
        self.referrer = referrer
        self.at = at
        self.actor = actor
        self.reason = reason
    }
}

extension Connection {
    package func insert(_ reassignment: Reassignment) throws {
        try run(
            """
            INSERT INTO reassignment (conversion, revision, referrer, at, actor, reason)
            VALUES (\(reassignment.conversion), \(reassignment.revision), \(reassignment.referrer),
                \(reassignment.at), \(reassignment.actor), \(reassignment.reason))
            """)
    }

    /// In the order they were made.
    package func reassignments(of conversion: ID<Conversion>) throws -> [Reassignment] {
        try rows(
            """
            SELECT conversion, revision, referrer, at, actor, reason FROM reassignment
             WHERE conversion = \(conversion) ORDER BY revision
            """
        ) { row in
            Reassignment(
                conversion: row.id(0), revision: row.int64(1), referrer: row.id(2), at: row.timestamp(3),
                actor: row.text(4), reason: row.text(5))
        }
    }
}
