import BigInt
import Domain

/// Shapley values where a set of referrers is worth the journeys that it converted by itself.
///
/// Each converted journey gives each of its m referrers 1/m: exact, over the least common multiple of all m.
/// - Source: ATTRIBUTION.md §6.2, `count`.
func shapleyPopulation(
    count sets: ShapleyCounts, _ learned: LearningCounts, _ referrers: [Identifier]
) -> Population {
    // For each size of a set, how many conversions each referrer has in sets of that size.
    var bySize: [Int: [Int: Int64]] = [:]
    for (set, count) in sets.bySet where count.conversions > 0 {
        for referrer in set { bySize[set.count, default: [:]][referrer, default: 0] += count.conversions }
    }
    let sizes = bySize.keys.sorted()
    let common = sizes.reduce(BigUInt(1)) { $0 / $0.greatestCommonDivisor(with: BigUInt($1)) * BigUInt($1) }
    var weights = Array(repeating: BigUInt(0), count: referrers.count)
    var effects = Array(repeating: 0.0, count: referrers.count)
    for size in sizes {
        let part = common / BigUInt(size)
        for (referrer, conversions) in bySize[size] ?? [:] {
            weights[referrer] += BigUInt(conversions) * part
            effects[referrer] += Double(conversions) / Double(size)
        }
    }
    return Population(
        learned, referrers: referrers, effects: effects, weights: weights, tolerance: 0, isEqualInside: true)
}

/// Shapley values where a set of referrers is worth the share of converted journeys among those it was all of.
/// - Throws: `tooManyReferrers`.
/// - Source: ATTRIBUTION.md §6.2, `rate`.
func shapleyPopulation(
    rate sets: ShapleyCounts, _ learned: LearningCounts, _ referrers: [Identifier]
) throws(LearningError) -> Population {
    let limit = 16
    guard referrers.count <= limit else { throw .tooManyReferrers(count: referrers.count, limit: limit) }
    let values = SubsetRates(sets, referrers: referrers.count).values
    let effects = referrers.indices.map { shapleyValue(of: $0, in: values, referrers: referrers.count) }
    return Population(
        learned, referrers: referrers,
        effects: effects.map { $0.magnitude <= FixedPoint.tolerance.magnitude ? 0 : $0.double },
        weights: effects.map(\.weight), tolerance: BigUInt(FixedPoint.tolerance), isEqualInside: false)
}

/// The subset formula: what `referrer` adds to each set without it, sets of s others weighing 1 / (n × (n - 1 over s)).
private func shapleyValue(of referrer: Int, in values: [FixedPoint], referrers count: Int) -> FixedPoint {
    var bySize = Array(repeating: FixedPoint(0), count: count)
    let bit = 1 << referrer
    for set in values.indices where set & bit == 0 {
        bySize[set.nonzeroBitCount] += values[set | bit] - values[set]
    }
    var choices: FixedPoint = 1
    var value: FixedPoint = 0
    for size in 0..<count {
        value += bySize[size] / (FixedPoint(count) * choices)
        choices = choices * FixedPoint(count - 1 - size) / FixedPoint(size + 1)
    }
    return value
}

/// For each set of referrers, as bits, its share of converted journeys.
private struct SubsetRates {
    private(set) var values: [FixedPoint]

    init(_ sets: ShapleyCounts, referrers count: Int) {
        var counts = Array(repeating: ShapleyCounts.Count(), count: 1 << count)
        for (set, count) in sets.bySet {
            let bits = set.reduce(0) { $0 | 1 << $1 }
            counts[bits] = count
        }
        // Each pass adds, to the sets with a referrer, what those without it have: in the end each has all its subsets.
        for referrer in 0..<count {
            for set in counts.indices where set & 1 << referrer != 0 {
                let without = counts[set ^ 1 << referrer]
                counts[set].journeys += without.journeys
                counts[set].conversions += without.conversions
            }
        }
        values = counts.map { $0.journeys == 0 ? 0 : FixedPoint($0.conversions) * .one / FixedPoint($0.journeys) }
    }
}
