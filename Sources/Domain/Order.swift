/// What the shop sold. Its `order_id` is the shop's own.
package struct Order: Hashable, Sendable {
    package var state: OrderState
    package var amount: Int64
    package var currency: Currency
    /// Minor units, at most `amount`.
    package var refunded: Int64

    package init(state: OrderState, amount: Int64, currency: Currency, refunded: Int64 = 0) {
        self.state = state
        self.amount = amount
        self.currency = currency
        self.refunded = refunded
    }

    /// What rewards are computed on: nothing of an order that has ended unhappily.
    package var remaining: Int64 {
        state.isEnd ? 0 : amount - refunded
    }
}

package enum OrderState: String, Hashable, Sendable, CaseIterable {
    case placed, paid, delivered
    case cancelled, returned, refused

    /// Whether the order came to nothing: its rewards are reversed and no other state follows.
    package var isEnd: Bool {
        switch self {
        case .placed, .paid, .delivered: false
        case .cancelled, .returned, .refused: true
        }
    }

    /// Forward steps only, some may be left out; an end is for good.
    package func canBecome(_ next: OrderState) -> Bool {
        !isEnd && (next.isEnd || next.progress > progress)
    }

    /// Whether an order in this state has what waits for `state`: `delivered` also releases what waits for `paid`.
    package func hasReached(_ state: OrderState) -> Bool {
        !isEnd && progress >= state.progress
    }

    private var progress: Int {
        switch self {
        case .placed: 0
        case .paid: 1
        case .delivered: 2
        case .cancelled, .returned, .refused: 3
        }
    }
}

/// What happens to an order after it was placed.
package enum OrderStep: Hashable, Sendable {
    case state(OrderState)
    /// Minor units above zero; nil: all that is left.
    case refund(Int64?)
}
