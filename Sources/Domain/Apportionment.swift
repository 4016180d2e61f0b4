/// A total that was divided by weights without losing a unit: Hamilton's method of the largest remainder.
///
/// Every part gets its quota rounded down; the units left go one each to the largest remainders, equal ones in the
/// order of the weights. A negative total gives the mirror of the positive one.
/// - Source: ATTRIBUTION.md §5.
package struct Apportionment: Hashable, Sendable {
    /// One for each weight; they sum to exactly the total.
    package private(set) var parts: [Int64]
    /// For each part: by which rule it got one unit of those left; nil: it got none.
    package private(set) var oddUnits: [OddUnit?]

    /// Places the units that rounding down has left.
    /// - Parameters:
    ///   - quotas: of the magnitude of `total`, each rounded down.
    ///   - rank: gives the places of all quotas, the largest remainder first, equal ones in their order; asked only
    ///     where a unit is left.
    ///   - areEqual: whether the remainders at two places count as equal.
    package init(_ total: Int64, quotas: [UInt64], rank: () -> [Int], areEqual: (Int, Int) -> Bool) {
        let left = Int(total.magnitude - quotas.reduce(0, +))
        let ranked = left == 0 ? [] : rank()
        var quotas = quotas
        oddUnits = Array(repeating: nil, count: quotas.count)
        for place in ranked.prefix(left) {
            quotas[place] += 1
            // Whoever shares the remainder of the first one that went without got the unit by its place alone.
            let isTie = left < ranked.count && areEqual(place, ranked[left])
            oddUnits[place] = isTie ? .earlierTouch : .largestRemainder
        }
        // Twice negated, so that the magnitude of Int64.min fits.
        parts = quotas.map { total < 0 ? Int64(truncatingIfNeeded: 0 &- $0) : Int64($0) }
    }
}

/// Why one unit more than the quota rounded down.
package enum OddUnit: String, Hashable, Sendable, CaseIterable {
    /// No remainder that went without is as large.
    case largestRemainder = "largest_remainder"
    /// Another remainder is as large, but its referrer was touched later.
    case earlierTouch = "earlier_touch"
}

/// Divides `total` by integer weights, in full-width arithmetic: `total` may use all 64 bits.
/// - Parameter weights: their sum above zero and within 64 bits.
package func apportion(_ total: Int64, by weights: [UInt64]) -> Apportionment {
    let whole = weights.reduce(0, +)
    precondition(whole > 0, "weights must sum to more than nothing")
    var quotas: [UInt64] = []
    var remainders: [UInt64] = []
    quotas.reserveCapacity(weights.count)
    remainders.reserveCapacity(weights.count)
    for weight in weights {
        let (quotient, remainder) = whole.dividingFullWidth(total.magnitude.multipliedFullWidth(by: weight))
        quotas.append(quotient)
        remainders.append(remainder)
    }
    return Apportionment(total, quotas: quotas) {
        ranked(remainders)
    } areEqual: {
        remainders[$0] == remainders[$1]
    }
}

/// The places of remainders, the largest first, equal ones in their order. Most conversions have a few parts, which an
/// insertion puts in order sooner than a sort.
private func ranked(_ remainders: [UInt64]) -> [Int] {
    var places = Array(remainders.indices)
    guard places.count <= 16 else { return places.sorted { (remainders[$1], $0) < (remainders[$0], $1) } }
    for end in places.indices.dropFirst() {
        let place = places[end]
        var gap = end
        while gap > 0, remainders[places[gap - 1]] < remainders[place] {
            places[gap] = places[gap - 1]
            gap -= 1
        }
        places[gap] = place
    }
    return places
}
