/// Divides `total` by integer weights without losing a unit: Hamilton's method of the largest remainder.
///
/// Every part gets its quota rounded down; the units left go one each to the largest remainders, equal ones in the
/// order of `weights`. A negative total gives the mirror of the positive one. Full-width arithmetic: `total` may
/// use all 64 bits.
/// - Parameter weights: none negative; their sum above zero and within 32 bits.
/// - Returns: as many parts as weights, which sum to exactly `total`.
/// - Source: ATTRIBUTION.md §5.
package func apportion(_ total: Int64, by weights: [Int64]) -> [Int64] {
    let whole = UInt64(weights.reduce(0, +))
    precondition(whole > 0 && whole <= UInt64(UInt32.max), "weights must sum to 1...2^32-1")
    let magnitude = total.magnitude
    var parts: [UInt64] = []
    var remainders: [UInt64] = []
    for weight in weights {
        let (high, low) = magnitude.multipliedFullWidth(by: UInt64(weight))
        let (quotient, remainder) = whole.dividingFullWidth((high, low))
        parts.append(quotient)
        remainders.append(remainder)
    }
    let left = Int(magnitude - parts.reduce(0, +))
    let byRemainder = weights.indices.sorted { (remainders[$1], $0) < (remainders[$0], $1) }
    for index in byRemainder.prefix(left) {
        parts[index] += 1
    }
    // Twice negated, so that the magnitude of Int64.min fits.
    return parts.map { total < 0 ? Int64(truncatingIfNeeded: 0 &- $0) : Int64($0) }
}
