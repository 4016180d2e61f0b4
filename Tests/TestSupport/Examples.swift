import Domain

// Builders for tests: each has a value for everything, so that a test shows only what matters to it.

extension Timestamp {
    /// When example conversions happen: 2025-10-09T08:53:20Z.
    package static let exampleConversion = Timestamp(milliseconds: 1_760_000_000_000)
}

extension Touchpoint {
    /// A click of ref_ada, a day before the example conversion.
    /// - Parameter age: milliseconds before the example conversion; negative: after it.
    package static func example(
        _ id: Identifier = "t1", by referrer: Identifier? = "ref_ada", kind: TouchpointKind = .click,
        channel: String? = nil, age: Int64 = Timestamp.day, lookback: Lookback? = nil,
        barred: ExclusionReason? = nil
    ) -> Touchpoint {
        Touchpoint(
            id: id, referrer: referrer, kind: kind, channel: channel, at: .exampleConversion + -age,
            lookback: lookback, barred: barred)
    }
}

extension JourneyCustomer {
    /// A customer who never bought before, and refers nobody.
    package static func example(
        id: Identifier = "customer", owning ownReferrers: Set<Identifier> = [],
        since becameCustomerAt: Timestamp? = nil, boundTo boundReferrer: Identifier? = nil
    ) -> JourneyCustomer {
        JourneyCustomer(
            id: id, ownReferrers: ownReferrers, becameCustomerAt: becameCustomerAt, boundReferrer: boundReferrer)
    }
}

extension JourneyConversion {
    /// A conversion of 10.03.
    package static func example(
        amount: Int64 = 1003, at moment: Timestamp = .exampleConversion, previousAt: Timestamp? = nil
    ) -> JourneyConversion {
        JourneyConversion(at: moment, amount: amount, previousAt: previousAt)
    }
}

extension Journey {
    package static func example(
        _ touchpoints: [Touchpoint], customer: JourneyCustomer = .example(),
        conversion: JourneyConversion = .example()
    ) -> Journey {
        Journey(customer: customer, touchpoints: touchpoints, conversion: conversion)
    }
}

extension AttributionPolicy {
    /// The default policy, changed.
    package static func example(_ change: (inout AttributionPolicy) -> Void = { _ in }) -> AttributionPolicy {
        var policy = AttributionPolicy()
        change(&policy)
        return policy
    }
}
