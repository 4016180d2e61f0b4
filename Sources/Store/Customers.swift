import Domain

/// One way to know a customer again.
package struct CustomerKey: Hashable, Sendable {
    package enum Kind: String, Sendable {
        case id, email, phone
    }

    package let kind: Kind
    package let value: String

    package init(_ kind: Kind, _ value: String) {
        self.kind = kind
        self.value = value
    }
}

/// A visitor that an event named for a customer: clicks of the visitor up to this moment, and after the naming
/// before it, are the customer's.
package struct VisitorSpan: Hashable, Sendable {
    package let visitor: Visitor
    /// The naming before, of whichever customer; nil: none.
    package let after: Timestamp?
    package let until: Timestamp

    package init(visitor: Visitor, after: Timestamp?, until: Timestamp) {
        self.visitor = visitor
        self.after = after
        self.until = until
    }
}

extension Connection {
    /// Everybody with this key, the first who had it first.
    package func customers(_ key: CustomerKey) throws -> [ID<Customer>] {
        try rows(
            """
            SELECT customer FROM customer_key WHERE kind = \(key.kind.rawValue) AND value = \(key.value)
             ORDER BY customer LIMIT 100
            """
        ) { $0.id(0) }
    }

    package func keys(of customer: ID<Customer>) throws -> [CustomerKey] {
        try rows("SELECT kind, value FROM customer_key WHERE customer = \(customer) ORDER BY kind, value LIMIT 100") {
            CustomerKey(try $0.word(0), $0.text(1))
        }
    }

    package func insertCustomer(_ id: ID<Customer>) throws {
        try run("INSERT INTO customer (id, was_existing) VALUES (\(id), 0)")
    }

    package func insert(_ key: CustomerKey, of customer: ID<Customer>) throws {
        try run(
            """
            INSERT INTO customer_key (kind, value, customer) VALUES (\(key.kind.rawValue), \(key.value), \(customer))
            ON CONFLICT (kind, value, customer) DO NOTHING
            """)
    }

    package func markExisting(_ customer: ID<Customer>) throws {
        try run("UPDATE customer SET was_existing = 1 WHERE id = \(customer)")
    }

    package func wasExisting(_ customer: ID<Customer>) throws -> Bool {
        try first("SELECT was_existing FROM customer WHERE id = \(customer)") { $0.bool(0) } ?? false
    }

    /// The shop's id of a customer; nil for a guest.
    package func shopID(of customer: ID<Customer>) throws -> String? {
        try first(
            """
            SELECT value FROM customer_key WHERE customer = \(customer) AND kind = 'id' ORDER BY value LIMIT 1
            """
        ) { $0.text(0) }
    }

    package func name(_ visitor: Visitor, for customer: ID<Customer>, at moment: Timestamp) throws {
        try run(
            """
            INSERT INTO visitor_naming (visitor, at, customer) VALUES (\(visitor.hash), \(moment), \(customer))
            ON CONFLICT (visitor, at, customer) DO NOTHING
            """)
    }

    /// Which spans of which visitors' clicks are this customer's: a click belongs to the first customer that was
    /// named with its visitor at or after it. Of two namings in one millisecond, the earlier made customer's counts.
    package func visitorSpans(of customer: ID<Customer>) throws -> [VisitorSpan] {
        try rows(
            """
            SELECT n.visitor, n.at,
                   (SELECT MAX(p.at) FROM visitor_naming p WHERE p.visitor = n.visitor AND p.at < n.at)
              FROM visitor_naming n
             WHERE n.customer = \(customer)
               AND NOT EXISTS (SELECT 1 FROM visitor_naming s
                                WHERE s.visitor = n.visitor AND s.at = n.at AND s.customer < n.customer)
             ORDER BY n.at DESC
             LIMIT 100
            """
        ) { VisitorSpan(visitor: Visitor(hash: $0.int64(0)), after: $0.optionalTimestamp(2), until: $0.timestamp(1)) }
    }
}
