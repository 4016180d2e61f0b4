import BigInt
import Domain

/// Removal effects: how much of the chance to convert is lost when every step to a referrer leads nowhere.
///
/// RE(r) = 1 - P(-r) / P, by one linear system a referrer.
/// - Returns: an effect of 0 for all where nothing converted.
/// - Source: ATTRIBUTION.md §6.1.
func markovPopulation(_ counts: MarkovCounts, _ learned: LearningCounts, _ referrers: [Identifier]) -> Population {
    let chain = MarkovChain(counts)
    let effects = removalEffects(counts, chain, referrers.count, learned)
    return Population(
        learned, referrers: referrers, effects: effects.map { $0 <= .tolerance ? 0 : $0.double },
        weights: effects.map(\.weight), tolerance: BigUInt(FixedPoint.tolerance), isEqualInside: false)
}

private func removalEffects(
    _ counts: MarkovCounts, _ chain: MarkovChain, _ referrerCount: Int, _ learned: LearningCounts
) -> [FixedPoint] {
    guard learned.conversions > 0 else { return Array(repeating: 0, count: referrerCount) }
    let solver = chain.solver
    let none = Array(repeating: false, count: chain.size)
    let whole = chain.chances(without: none, solver: solver)
    var statesOf: [[Int]] = Array(repeating: [], count: referrerCount)
    for (state, window) in counts.states.enumerated() {
        for referrer in Set(window) { statesOf[Int(referrer)].append(state) }
    }
    return statesOf.map { states in
        var removed = Array(repeating: false, count: chain.size)
        for state in states { removed[state] = true }
        let chances = chain.chances(without: removed, from: whole, solver: solver)
        let reached = starting(counts, chances)
        // P is converted / journeys, and so many of each begin where they begin: both are divided by the journeys.
        return .one - reached / FixedPoint(learned.conversions)
    }
}

/// How many of the learned journeys, as a chain walks them, convert: for the whole chain, as many as did.
func startingChance(_ counts: MarkovCounts) -> Double {
    let chain = MarkovChain(counts)
    let none = Array(repeating: false, count: chain.size)
    return starting(counts, chain.chances(without: none, solver: chain.solver)).double
}

private func starting(_ counts: MarkovCounts, _ chances: [FixedPoint]) -> FixedPoint {
    zip(counts.starts, chances).reduce(0) { $0 + FixedPoint($1.0) * $1.1 }
}
