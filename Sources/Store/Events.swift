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

    func events(where filter: SQL) throws -> [EventRow] {
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
