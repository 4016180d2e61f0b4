import Domain

/// An event as it came, with the reply it got.
package struct EventRow: Sendable {
    package var id: ID<Event>
    package var type: String
    /// The sender's own id of the event.
    package var eventKey: String?
    /// The order, state or refund that stands for one.
    package var naturalKey: String?
    package var orderID: String?
    package var customer: ID<Customer>?
    package var occurredAt: Timestamp
    /// JSON text.
    package var body: String
    /// A hash of the body's canonical JSON.
    package var fingerprint: [UInt8]
    /// The HTTP status and JSON text of the first reply.
    package var status: Int
    package var reply: String

    package init(
        id: ID<Event>, type: String, eventKey: String?, naturalKey: String?, orderID: String?,
        customer: ID<Customer>?, occurredAt: Timestamp, body: String, fingerprint: [UInt8], status: Int = 0,
        reply: String = ""
    ) {
        self.id = id
        self.type = type
        self.eventKey = eventKey
        self.naturalKey = naturalKey
        self.orderID = orderID
        self.customer = customer
        self.occurredAt = occurredAt
        self.body = body
        self.fingerprint = fingerprint
        self.status = status
        self.reply = reply
    }
}

/// A code typed in an event.
package struct CodeEntry: Hashable, Sendable {
    package var event: ID<Event>
    package var customer: ID<Customer>
    /// As it was typed, normalised where that is possible.
    package var code: String
    /// nil: nobody has this code.
    package var referrer: ID<Referrer>?
    package var program: ID<Program>?
    package var version: Int64
    package var at: Timestamp
    /// Whether the program was running then.
    package var isLive: Bool

    package init(
        event: ID<Event>, customer: ID<Customer>, code: String, referrer: ID<Referrer>?, program: ID<Program>?,
        version: Int64, at: Timestamp, isLive: Bool
    ) {
        self.event = event
        self.customer = customer
        self.code = code
        self.referrer = referrer
        self.program = program
        self.version = version
        self.at = at
        self.isLive = isLive
    }
}

extension Connection {
    package func event(key: String) throws -> EventRow? {
        try events(where: "event_key = \(key)").first
    }

    package func event(naturalKey: String) throws -> EventRow? {
        try events(where: "natural_key = \(naturalKey)").first
    }

    package func insert(_ event: EventRow) throws {
        try run(
            """
            INSERT INTO event (id, type, event_key, natural_key, order_id, customer, occurred_at, body, fingerprint,
                status, reply)
            VALUES (\(event.id), \(event.type), \(event.eventKey), \(event.naturalKey), \(event.orderID),
                \(event.customer), \(event.occurredAt), \(event.body), \(event.fingerprint),
                \(event.status), \(event.reply))
            """)
    }

    package func setReply(_ reply: String, status: Int, of event: ID<Event>) throws {
        try run("UPDATE event SET reply = \(reply), status = \(status) WHERE id = \(event)")
    }

    package func insert(_ entry: CodeEntry) throws {
        try run(
            """
            INSERT INTO code_entry (event, customer, code, referrer, program, version, at, is_live)
            VALUES (\(entry.event), \(entry.customer), \(entry.code), \(entry.referrer), \(entry.program),
                \(entry.version), \(entry.at), \(entry.isLive))
            """)
    }

    /// The newest codes that a customer has typed, newest first.
    package func codeEntries(of customer: ID<Customer>, limit: Int) throws -> [CodeEntry] {
        try rows(
            """
            SELECT event, customer, code, referrer, program, version, at, is_live
              FROM code_entry
             WHERE customer = \(customer)
             ORDER BY event DESC
             LIMIT \(limit)
            """
        ) { row in
            CodeEntry(
                event: row.id(0), customer: row.id(1), code: row.text(2), referrer: row.optionalID(3),
                program: row.optionalID(4), version: row.int64(5), at: row.timestamp(6), isLive: row.bool(7))
        }
    }

    private func events(where filter: SQL) throws -> [EventRow] {
        try rows(
            """
            SELECT id, type, event_key, natural_key, order_id, customer, occurred_at, body, fingerprint, status,
                   reply
              FROM event
             WHERE \(filter)
            """
        ) { row in
            EventRow(
                id: row.id(0), type: row.text(1), eventKey: row.optionalText(2), naturalKey: row.optionalText(3),
                orderID: row.optionalText(4), customer: row.optionalID(5), occurredAt: row.timestamp(6),
                body: row.text(7), fingerprint: row.blob(8), status: Int(row.int64(9)), reply: row.text(10))
        }
    }
}
