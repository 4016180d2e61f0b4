import TestSupport

// What the shop sends: each with a value for everything, so that a test shows only what matters to it.

extension JSONValue {
    /// 5 % for the referrer after 14 days, a coupon for the invitee at the signup.
    static let diwali: JSONValue = [
        "slug": "diwali", "name": "Share & earn", "destination_url": "https://shop.example/welcome",
        "allowed_hosts": ["shop.example"], "currency": "INR", "rewards": [friendDiscount, thanks],
    ]

    static let friendDiscount: JSONValue = [
        "name": "friend-discount", "trigger": "signup", "beneficiary": "invitee", "kind": "coupon",
        "value": ["percent_bp": 1000],
    ]

    static let thanks: JSONValue = [
        "name": "thanks", "trigger": "purchase", "beneficiary": "referrer", "kind": "cash",
        "value": ["percent_bp": 500], "hold_days": 14,
    ]

    /// The program `diwali` with another attribution policy.
    static func diwali(_ attribution: JSONValue) -> JSONValue {
        diwali.with(["attribution": attribution])
    }

    /// The program `diwali` with these rules alone.
    static func diwali(granting rules: JSONValue...) -> JSONValue {
        diwali.with(["rewards": .array(rules)])
    }

    static func signup(_ customer: String, _ more: JSONValue = [:]) -> JSONValue {
        let event: JSONValue = [
            "type": "signup", "event_id": "signup-\(customer)", "customer": ["id": .string(customer)],
        ]
        return event.with(more)
    }

    /// A paid order of INR 1,299.00.
    static func purchase(_ order: String, by customer: String, _ more: JSONValue = [:]) -> JSONValue {
        let event: JSONValue = [
            "type": "purchase", "order_id": .string(order), "state": "paid", "amount": 129_900, "currency": "INR",
            "customer": ["id": .string(customer)],
        ]
        return event.with(more)
    }

    static func orderState(_ order: String, _ state: String) -> JSONValue {
        ["type": "order_state", "order_id": .string(order), "state": .string(state)]
    }

    /// A refund of all that is left, unless `more` says how much.
    static func refund(_ order: String, _ refund: String = "refund-1", _ more: JSONValue = [:]) -> JSONValue {
        let event: JSONValue = ["type": "refund", "order_id": .string(order), "refund_id": .string(refund)]
        return event.with(more)
    }
}
