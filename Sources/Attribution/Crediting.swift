import Domain

/// Divides the whole, and on its own the amount, between the referrers by the weights of their touchpoints.
///
/// The amount is not computed from rounded shares: each is divided once, by the same exact weights.
/// - Parameters:
///   - eligible: in the order (time, id).
///   - weights: one for each touchpoint.
///   - amount: minor units; a negative one gives the mirror of the positive.
/// - Returns: in the order of each referrer's first eligible touchpoint; no referrer without weight.
/// - Source: ATTRIBUTION.md §5.
func credits(for eligible: [Touchpoint], weights: [Int64], amount: Int64) -> [Credit] {
    let earners = earners(eligible, weights)
    guard !earners.isEmpty else { return [] }
    let weights = earners.map(\.weight)
    let shares = apportion(BasisPoints.whole.count, by: weights)
    let amounts = apportion(amount, by: weights)
    return earners.indices.map { index in
        Credit(
            referrer: earners[index].referrer, share: BasisPoints(shares[index]), amount: amounts[index],
            touchpoint: earners[index].touchpoint)
    }
}

/// A referrer with the sum of its touchpoints' weights.
private struct Earner {
    let referrer: Identifier
    var weight: Int64 = 0
    /// The latest with a weight above zero.
    var touchpoint: Identifier?
}

private func earners(_ eligible: [Touchpoint], _ weights: [Int64]) -> [Earner] {
    var earners: [Earner] = []
    var places: [Identifier: Int] = [:]
    for (touchpoint, weight) in zip(eligible, weights) {
        // The filters leave no touchpoint without a referrer.
        guard let referrer = touchpoint.referrer else { continue }
        // A place is taken without weight too: the order is that of the first eligible touchpoint.
        let place = places[referrer] ?? earners.endIndex
        if place == earners.endIndex {
            places[referrer] = place
            earners.append(Earner(referrer: referrer))
        }
        guard weight > 0 else { continue }
        earners[place].weight += weight
        earners[place].touchpoint = touchpoint.id
    }
    return earners.filter { $0.weight > 0 }
}
