import BigInt
import Domain

/// Divides `total` by integer weights of any length.
/// - Parameters:
///   - weights: they sum to `whole`, which is above zero.
///   - tolerance: as far as each weight may be off, in its own unit. Remainders that differ by no more than that could
///     make count as equal; 0 where the weights are exact.
/// - Source: ATTRIBUTION.md §5.
func apportion(_ total: Int64, by weights: [BigUInt], of whole: BigUInt, tolerance: BigUInt) -> Apportionment {
    let magnitude = BigUInt(total.magnitude)
    // A remainder is off by what its own weight is, and by its share of what the whole is: but never so far that all
    // quotas together, each rounded up for being near the next integer, could come to more than the total.
    let distance = min(magnitude * tolerance * BigUInt(weights.count + 1), whole / BigUInt(8 * (weights.count + 1)))
    var quotas: [UInt64] = []
    var remainders: [BigUInt] = []
    for weight in weights {
        let (quotient, remainder) = (magnitude * weight).quotientAndRemainder(dividingBy: whole)
        let isNextInteger = !distance.isZero && whole - remainder <= distance
        quotas.append(UInt64(quotient) + (isNextInteger ? 1 : 0))
        remainders.append(isNextInteger || remainder <= distance ? 0 : remainder)
    }
    let ranks = ranks(of: remainders, within: distance)
    return Apportionment(total, quotas: quotas) {
        weights.indices.sorted { (ranks[$0], $0) < (ranks[$1], $1) }
    } areEqual: {
        ranks[$0] == ranks[$1]
    }
}

/// For each number its place among the different ones, the largest first. A number that is no more than `distance`
/// below another one has that one's place.
private func ranks(of numbers: [BigUInt], within distance: BigUInt) -> [Int] {
    var ranks = Array(repeating: 0, count: numbers.count)
    var (rank, last) = (0, BigUInt?.none)
    for index in numbers.indices.sorted(by: { numbers[$0] > numbers[$1] }) {
        if let last, last - numbers[index] > distance { rank += 1 }
        ranks[index] = rank
        last = numbers[index]
    }
    return ranks
}
