/// What is judged: a customer's touchpoints and the conversion they led to.
package struct Journey: Hashable, Sendable {
    package var customer: JourneyCustomer
    /// In any order.
    package var touchpoints: [Touchpoint]
    package var conversion: JourneyConversion

    package init(customer: JourneyCustomer, touchpoints: [Touchpoint], conversion: JourneyConversion) {
        self.customer = customer
        self.touchpoints = touchpoints
        self.conversion = conversion
    }
}

/// What the judgement needs to know of the customer: ATTRIBUTION.md §1.
package struct JourneyCustomer: Hashable, Sendable {
    package var id: Identifier
    /// The customer's own referrer accounts.
    package var ownReferrers: Set<Identifier>
    /// The first purchase ever; nil before it.
    package var becameCustomerAt: Timestamp?
    /// The referrer the customer was bound to by an earlier conversion.
    package var boundReferrer: Identifier?

    package init(
        id: Identifier, ownReferrers: Set<Identifier> = [], becameCustomerAt: Timestamp? = nil,
        boundReferrer: Identifier? = nil
    ) {
        self.id = id
        self.ownReferrers = ownReferrers
        self.becameCustomerAt = becameCustomerAt
        self.boundReferrer = boundReferrer
    }
}

/// When the journey converted and what is divided.
package struct JourneyConversion: Hashable, Sendable {
    package var at: Timestamp
    /// Minor units; negative for a refund, 0 for a signup.
    package var amount: Int64
    /// The same customer's conversion before this one.
    package var previousAt: Timestamp?

    package init(at: Timestamp, amount: Int64 = 0, previousAt: Timestamp? = nil) {
        self.at = at
        self.amount = amount
        self.previousAt = previousAt
    }
}
