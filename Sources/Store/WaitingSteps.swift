import Domain

/// A state or refund that came before its order.
package struct WaitingStep: Hashable, Sendable {
    package var event: ID<Event>
    package var orderID: String
    package var step: OrderStep
    package var at: Timestamp

    package init(event: ID<Event>, orderID: String, step: OrderStep, at: Timestamp) {
        self.event = event
        self.orderID = orderID
        self.step = step
        self.at = at
    }
}

extension Connection {
    package func insert(_ waiting: WaitingStep) throws {
        let (state, amount): (String?, Int64?) =
            switch waiting.step {
            case .state(let state): (state.rawValue, nil)
            case .refund(let amount): (nil, amount)
            }
        try run(
            """
            INSERT INTO waiting_step (event, order_id, state, amount, at)
            VALUES (\(waiting.event), \(waiting.orderID), \(state), \(amount), \(waiting.at))
            """)
    }

    /// Takes what waits for an order, in the order of coming.
    package func takeWaitingSteps(order: String) throws -> [WaitingStep] {
        let waiting = try rows(
            "SELECT event, state, amount, at FROM waiting_step WHERE order_id = \(order) ORDER BY event"
        ) { row in
            let step: OrderStep =
                row.optionalText(1) == nil ? .refund(row.optionalInt64(2)) : .state(try row.word(1))
            return WaitingStep(event: row.id(0), orderID: order, step: step, at: row.timestamp(3))
        }
        if !waiting.isEmpty { try run("DELETE FROM waiting_step WHERE order_id = \(order)") }
        return waiting
    }
}
