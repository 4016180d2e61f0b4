import BigInt
import Domain

/// What many journeys taught: each referrer's effect on all of them together.
package struct Population: Sendable {
    package struct Member: Hashable, Sendable {
        package let referrer: Identifier
        /// The removal effect (markov) or the Shapley value, right to 1e-9; the latter may be negative.
        package let effect: Double
        /// Of all effects together, negative ones as none.
        package let share: BasisPoints
    }

    /// How many journeys were learned from, and how many of these converted.
    package let journeys: Int
    package let conversions: Int
    /// In the order of their identifiers.
    package let members: [Member]
    /// The weights inside a journey; nil where all of its referrers get the same.
    package let effects: Effects?

    /// The share of converted journeys: what a chain reaches from its start, whatever the order (§6.1, Facts).
    package var baseProbability: Double {
        journeys == 0 ? 0 : Double(conversions) / Double(journeys)
    }

    /// - Parameters:
    ///   - effects: for each of `referrers`.
    ///   - weights: the same as integers, negative ones as none, each off by `tolerance` at the most.
    ///   - isEqualInside: inside a journey all referrers get the same, whatever their effects.
    init(
        _ counts: LearningCounts, referrers: [Identifier], effects: [Double], weights: [BigUInt], tolerance: BigUInt,
        isEqualInside: Bool
    ) {
        (journeys, conversions) = (counts.journeys, counts.conversions)
        // §5, with ties settled by the identifier.
        let order = referrers.indices.sorted { referrers[$0] < referrers[$1] }
        let whole = weights.reduce(0, +)
        let shares =
            whole.isZero
            ? Array(repeating: 0, count: referrers.count)
            : apportion(BasisPoints.whole.count, by: order.map { weights[$0] }, of: whole, tolerance: tolerance).parts
        members = zip(order, shares).map { place, share in
            Member(referrer: referrers[place], effect: effects[place], share: BasisPoints(share))
        }
        self.effects =
            isEqualInside
            ? nil : Effects(Dictionary(uniqueKeysWithValues: zip(referrers, weights)), tolerance: tolerance)
    }
}

/// How many journeys were learned from.
struct LearningCounts: Hashable, Sendable {
    var journeys = 0
    var conversions = 0
}
