import BigInt
import Domain

/// What a model gives the eligible touchpoints of one journey, as integers whose sum is the common denominator.
///
/// A model is a function of the eligible touchpoints, in the order (time, id), to its weights: none negative, their
/// sum above zero. Each has its file.
enum Weights {
    /// One for each touchpoint; their sum fits 64 bits.
    case touchpoints([UInt64])
    /// The same, of powers: they are told as decimals.
    case powers([UInt64])
    /// One for each touchpoint, however long the numbers get.
    case widePowers([BigUInt])
    /// One for each referrer, however many touchpoints it has.
    case referrers([UInt64])
    /// One for each referrer, as far as an equation's solution is known: remainders that differ by no more than
    /// `tolerance` are equal.
    case wideReferrers([BigUInt], tolerance: BigUInt)
}

/// What the policy's model gives each eligible touchpoint.
/// - Parameters:
///   - eligible: in the order (time, id), at least one.
///   - referrers: theirs, each once, in the order of its first eligible touchpoint.
/// - Source: ATTRIBUTION.md §4 and §6.
func weights(
    of eligible: [Touchpoint], by referrers: [Identifier], under policy: AttributionPolicy, effects: Effects?
) -> Weights {
    switch policy.model {
    case .firstTouch: .touchpoints(firstTouch(eligible.count))
    case .lastTouch: .touchpoints(lastTouch(eligible.count))
    case .linear: .touchpoints(Array(repeating: 1, count: eligible.count))
    case .linearDistinct: .referrers(Array(repeating: 1, count: referrers.count))
    case .positionBased:
        .touchpoints(positionBased(eligible.count, first: policy.firstShare, last: policy.lastShare))
    case .timeDecay: timeDecay(eligible.map(\.at), halfLife: policy.halfLife)
    case .markov, .shapley: effects?.weights(of: referrers) ?? .referrers(Array(repeating: 1, count: referrers.count))
    }
}
