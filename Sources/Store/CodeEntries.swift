import Domain

/// A code typed in an event.
package struct CodeEntry: Hashable, Sendable {
    package var event: ID<Event>
    package var customer: ID<Customer>
    /// Normalised; empty where what was typed can be no code.
    package var code: String
    /// nil: nobody has this code.
    package var referrer: ID<Referrer>?
    package var program: ID<Program>?
    package var version: Int64
    package var at: Timestamp
    /// Whether the program was running then.
    package var wasLive: Bool

    package init(
        event: ID<Event>, customer: ID<Customer>, code: String, referrer: ID<Referrer>?, program: ID<Program>?,
        version: Int64, at: Timestamp, wasLive: Bool
    ) {
        self.event = event
        self.customer = customer
        self.code = code
        self.referrer = referrer
        self.program = program
        self.version = version
        self.at = at
        self.wasLive = wasLive
    }
}

extension Connection {
    package func insert(_ entry: CodeEntry) throws {
        try run(
            """
            INSERT INTO code_entry (event, customer, code, referrer, program, version, at, was_live)
            VALUES (\(entry.event), \(entry.customer), \(entry.code), \(entry.referrer), \(entry.program),
                \(entry.version), \(entry.at), \(entry.wasLive))
            """)
    }

    /// The newest codes that a customer has typed, newest first.
    package func codeEntries(of customer: ID<Customer>, limit: Int) throws -> [CodeEntry] {
        try rows(
            """
            SELECT event, customer, code, referrer, program, version, at, was_live
              FROM code_entry
             WHERE customer = \(customer)
             ORDER BY event DESC
             LIMIT \(limit)
            """
        ) { row in
            CodeEntry(
                event: row.id(0), customer: row.id(1), code: row.text(2), referrer: row.optionalID(3),
                program: row.optionalID(4), version: row.int64(5), at: row.timestamp(6), wasLive: row.bool(7))
        }
    }
}
