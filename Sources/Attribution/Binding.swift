import Domain

/// The referrer an earlier conversion bound the customer to, where the policy keeps to it.
/// - Returns: nil also for a referrer that may not be credited: the journey is then judged as if never bound.
/// - Source: ATTRIBUTION.md §3.4.
func boundReferrer(
    of customer: JourneyCustomer, _ policy: AttributionPolicy, disqualified: Set<Identifier>
) -> Identifier? {
    guard policy.binding == .locked, let referrer = customer.boundReferrer, !disqualified.contains(referrer),
        !(policy.excludesSelfReferrals && customer.owns(referrer))
    else { return nil }
    return referrer
}
