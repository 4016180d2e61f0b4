import Domain

/// What a touchpoint must pass on its own, whatever the others are.
///
/// The first filter that applies is the reason, so their order is part of the answer.
/// - Source: ATTRIBUTION.md §3.1, numbers 1 to 8; before them what the recording already knew.
struct Filters {
    private let journey: Journey
    private let policy: AttributionPolicy
    private let disqualified: Set<Identifier>
    /// The moment that ages are counted from.
    private let moment: Timestamp

    init(journey: Journey, policy: AttributionPolicy, disqualified: Set<Identifier>) {
        self.journey = journey
        self.policy = policy
        self.disqualified = disqualified
        moment = journey.moment
    }

    /// - Returns: nil for a touchpoint that passes; it then has a referrer.
    func reason(against touchpoint: Touchpoint) -> ExclusionReason? {
        if let barred = touchpoint.barred { return barred }
        guard let referrer = touchpoint.referrer else { return .noReferrer }
        if touchpoint.at > moment { return .afterConversion }
        if !isInWindow(touchpoint) { return .outsideWindow }
        if !canCredit(touchpoint.kind) { return .ineligibleKind }
        if policy.excludesSelfReferrals, journey.customer.owns(referrer) { return .selfReferral }
        if disqualified.contains(referrer) { return .disqualifiedReferrer }
        if isConsumed(touchpoint) { return .consumed }
        if isOfExistingCustomer(touchpoint) { return .existingCustomer }
        return nil
    }

    /// An unknown kind is never credited, even where the policy names it.
    private func canCredit(_ kind: TouchpointKind) -> Bool {
        if case .other = kind { return false }
        return policy.creditsAllKinds || policy.eligibleKinds.contains(kind)
    }

    private func isInWindow(_ touchpoint: Touchpoint) -> Bool {
        policy.window(of: touchpoint).contains(age: moment.age(of: touchpoint.at))
    }

    private func isConsumed(_ touchpoint: Touchpoint) -> Bool {
        guard !policy.reusesTouches, let previous = journey.conversion?.previousAt else { return false }
        return touchpoint.at <= previous
    }

    private func isOfExistingCustomer(_ touchpoint: Touchpoint) -> Bool {
        guard policy.newCustomersOnly, let became = journey.customer.becameCustomerAt else { return false }
        return touchpoint.at > became
    }
}

extension AttributionPolicy {
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
