import Domain

/// An order with whose it is.
package struct OrderRow: Hashable, Sendable {
    package var orderID: String
    package var event: ID<Event>
    package var customer: ID<Customer>
    package var order: Order
    package var occurredAt: Timestamp

    package init(orderID: String, event: ID<Event>, customer: ID<Customer>, order: Order, occurredAt: Timestamp) {
        self.orderID = orderID
        self.event = event
        self.customer = customer
        self.order = order
        self.occurredAt = occurredAt
    }
}

extension Connection {
    package func order(_ orderID: String) throws -> OrderRow? {
        try orders(where: "order_id = \(orderID)").first
    }

    package func orders(_ slice: TextSlice) throws -> [OrderRow] {
        try orders(where: "order_id > \(slice.start) ORDER BY order_id LIMIT \(slice.limit)")
    }

    package func insert(_ row: OrderRow) throws {
        try run(
            """
            INSERT INTO shop_order (order_id, event, customer, state, amount, currency, refunded, occurred_at)
            VALUES (\(row.orderID), \(row.event), \(row.customer), \(row.order.state.rawValue), \(row.order.amount),
                \(row.order.currency.code), \(row.order.refunded), \(row.occurredAt))
            """)
    }

    package func update(_ row: OrderRow) throws {
        try run(
            """
            UPDATE shop_order SET state = \(row.order.state.rawValue), refunded = \(row.order.refunded)
             WHERE order_id = \(row.orderID)
            """)
    }

    /// When the customer first bought something that was not cancelled; nil before that.
    package func firstPurchase(of customer: ID<Customer>) throws -> Timestamp? {
        try first(
            "SELECT MIN(occurred_at) FROM shop_order WHERE customer = \(customer) AND state <> 'cancelled'"
        ) { $0.optionalTimestamp(0) } ?? nil
    }

    private func orders(where filter: SQL) throws -> [OrderRow] {
        try rows(
            """
            SELECT order_id, event, customer, state, amount, currency, refunded, occurred_at
              FROM shop_order
             WHERE \(filter)
            """
        ) { row in
            let order = Order(
                state: try row.word(3), amount: row.int64(4), currency: try row.currency(5), refunded: row.int64(6))
            return OrderRow(
                orderID: row.text(0), event: row.id(1), customer: row.id(2), order: order, occurredAt: row.timestamp(7))
        }
    }
}
