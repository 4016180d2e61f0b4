import Domain

extension Selection {
    /// Excludes each touchpoint that does not pass on its own, whatever the others are.
    ///
    /// The first filter that applies is the reason, so their order is part of the answer. What is left has a referrer.
    /// - Source: ATTRIBUTION.md §3.1, numbers 1 to 8; before them what the recording already knew.
    mutating func excludeFiltered(_ journey: Journey, _ policy: AttributionPolicy, disqualified: Set<Identifier>) {
        let moment = journey.moment
        exclude { touchpoint in
            if let barred = touchpoint.barred { return barred }
            guard let referrer = touchpoint.referrer else { return .noReferrer }
            if touchpoint.at > moment { return .afterConversion }
            if !policy.window(of: touchpoint).contains(age: moment.age(of: touchpoint.at)) { return .outsideWindow }
            if !policy.canCredit(touchpoint.kind) { return .ineligibleKind }
            if policy.excludesSelfReferrals, journey.customer.owns(referrer) { return .selfReferral }
            if disqualified.contains(referrer) { return .disqualifiedReferrer }
            if !policy.reusesTouches, journey.hasUsed(touchpoint) { return .consumed }
            if policy.newCustomersOnly, journey.customer.wasCustomer(before: touchpoint) { return .existingCustomer }
            return nil
        }
    }
}

extension Journey {
    /// Whether the conversion before this one may have been earned by the touchpoint.
    fileprivate func hasUsed(_ touchpoint: Touchpoint) -> Bool {
        conversion?.previousAt.map { touchpoint.at <= $0 } ?? false
    }
}

extension JourneyCustomer {
    fileprivate func wasCustomer(before touchpoint: Touchpoint) -> Bool {
        becameCustomerAt.map { touchpoint.at > $0 } ?? false
    }
}

extension AttributionPolicy {
    /// An unknown kind is never credited, even where the policy names it.
    fileprivate func canCredit(_ kind: TouchpointKind) -> Bool {
        if case .other = kind { return false }
        return creditsAllKinds || eligibleKinds.contains(kind)
    }

    /// The window frozen onto the touchpoint, else that of its kind, else the program's.
    func window(of touchpoint: Touchpoint) -> Lookback {
        touchpoint.lookback ?? window(for: touchpoint.kind)
    }
}

extension JourneyCustomer {
    /// Whether a credit for `referrer` would go to the customer.
    func owns(_ referrer: Identifier) -> Bool {
        referrer == id || ownReferrers.contains(referrer)
    }
}

extension Timestamp {
    /// Milliseconds from `earlier`, which is no later, to this moment: all 64 bits of them.
    func age(of earlier: Timestamp) -> UInt64 {
        UInt64(bitPattern: milliseconds) &- UInt64(bitPattern: earlier.milliseconds)
    }

    /// How long ago `earlier` was; where that takes more than 64 bits, the nearest limit.
    func milliseconds(since earlier: Timestamp) -> Int64 {
        let (difference, overflow) = milliseconds.subtractingReportingOverflow(earlier.milliseconds)
        guard overflow else { return difference }
        return self > earlier ? .max : .min
    }
}
