import Domain
import Store

/// What the shop's backend reports, read and checked as far as that goes without the store.
package struct ReportedEvent: Sendable {
    package enum Report: Sendable {
        case signup(Touch)
        case purchase(Touch, Purchase)
        /// - refundID: the shop's own, for a refund.
        case order(String, OrderStep, refundID: String?)
    }

    /// Who did it and what ties them to a referrer.
    package struct Touch: Sendable {
        package var customer: [CustomerKey]
        /// False: the shop knew this customer before Grapevine did.
        package var isNewCustomer: Bool?
        package var clickToken: String?
        package var visitorCookie: String?
        package var code: String?
        /// A program's slug or identifier.
        package var program: String?

        package init(
            customer: [CustomerKey], isNewCustomer: Bool? = nil, clickToken: String? = nil,
            visitorCookie: String? = nil, code: String? = nil, program: String? = nil
        ) {
            self.customer = customer
            self.isNewCustomer = isNewCustomer
            self.clickToken = clickToken
            self.visitorCookie = visitorCookie
            self.code = code
            self.program = program
        }
    }

    package struct Purchase: Sendable {
        package var orderID: String
        package var state: OrderState
        package var amount: Money

        package init(orderID: String, state: OrderState, amount: Money) {
            self.orderID = orderID
            self.state = state
            self.amount = amount
        }
    }

    package var report: Report
    package var eventID: String?
    /// nil: now.
    package var occurredAt: Timestamp?
    /// As it came, JSON text, and a hash of its canonical form.
    package var body: String
    package var fingerprint: [UInt8]
    /// Who reported it, for the history of rewards.
    package var actor: String

    package init(
        report: Report, eventID: String?, occurredAt: Timestamp?, body: String, fingerprint: [UInt8], actor: String
    ) {
        self.report = report
        self.eventID = eventID
        self.occurredAt = occurredAt
        self.body = body
        self.fingerprint = fingerprint
        self.actor = actor
    }

    /// The API's word for it.
    package var type: String {
        switch report {
        case .signup: "signup"
        case .purchase: "purchase"
        case .order(_, .state, _): "order_state"
        case .order(_, .refund, _): "refund"
        }
    }

    /// The order, state or refund that stands for the event where it has no `event_id`.
    package var naturalKey: String? {
        switch report {
        case .signup: nil
        case .purchase(_, let purchase): "order:" + purchase.orderID
        case .order(let order, .state(let state), _): "state:\(state.rawValue):\(order)"
        case .order(_, .refund, let refundID): refundID.map { "refund:" + $0 }
        }
    }

    /// The shop's own id in the natural key.
    var naturalID: String? {
        switch report {
        case .order(_, .refund, let refundID): refundID
        case .signup, .purchase, .order: orderID
        }
    }

    var orderID: String? {
        switch report {
        case .signup: nil
        case .purchase(_, let purchase): purchase.orderID
        case .order(let order, _, _): order
        }
    }
}
