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

/// What a model that divides gives each eligible touchpoint, of two or more. First and last touch do not: see `winner`.
/// - Parameters:
///   - eligible: in the order (time, id).
///   - referrers: theirs, each once, in the order of its first eligible touchpoint.
/// - Source: ATTRIBUTION.md §4 and §6.
func weights(
    of eligible: Eligible, by referrers: [Identifier], under policy: AttributionPolicy, effects: Effects?
) -> Weights {
    let count = eligible.count
    return switch policy.model {
    case .firstTouch, .lastTouch: preconditionFailure("one touchpoint takes everything")
    case .linear: .touchpoints(Array(repeating: 1, count: count))
    case .linearDistinct: .referrers(Array(repeating: 1, count: referrers.count))
    case .positionBased: .touchpoints(positionBased(count, first: policy.firstShare, last: policy.lastShare))
    case .timeDecay: timeDecay(eligible.moments, halfLife: policy.halfLife)
    case .markov, .shapley: effects?.weights(of: referrers) ?? .referrers(Array(repeating: 1, count: referrers.count))
    }
}
