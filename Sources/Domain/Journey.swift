/// What is judged: a customer's touchpoints and the conversion they led to, if they did.
package struct Journey: Hashable, Sendable {
    package var customer: JourneyCustomer
    /// In any order.
    package var touchpoints: [Touchpoint]
    /// nil: the journey did not convert. It earns nobody anything, but learned models learn from it.
    package var conversion: JourneyConversion?
    /// Until when a journey that did not convert was watched; nil: until its latest touchpoint.
    package var observedUntil: Timestamp?

    package init(
        customer: JourneyCustomer, touchpoints: [Touchpoint], conversion: JourneyConversion?,
        observedUntil: Timestamp? = nil
    ) {
        self.customer = customer
        self.touchpoints = touchpoints
        self.conversion = conversion
        self.observedUntil = observedUntil
    }

    /// The moment from which ages are counted back: ATTRIBUTION.md §3.
    package var moment: Timestamp {
        conversion?.at ?? observedUntil ?? touchpoints.map(\.at).max() ?? .distantPast
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

/// What a judgement knew besides the touchpoints; kept with it, so that it can be made again.
package struct JourneyFacts: Hashable, Sendable {
    /// The customer's own referrer accounts.
    package var ownReferrers: Set<Identifier> = []
    package var becameCustomerAt: Timestamp?
    /// The conversion before this one, where the policy lets a touch serve one only.
    package var previousAt: Timestamp?
    package var boundReferrer: Identifier?
    /// The referrers of touchpoints, or of the binding, that could not be credited then.
    package var disqualified: Set<Identifier> = []

    package init() {}
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
