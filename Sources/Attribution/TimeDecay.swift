import BigInt
import Domain
import Glibc

/// Every half-life of age halves a touchpoint's weight.
///
/// Only differences of age matter, so the youngest touchpoint has the largest weight, and nothing underflows together.
/// A power is 2^-q of the whole half-lives, which is exact, times that of the part left, in double precision; the
/// weights are these numbers as they stand, so that equal ages are ties and the smallest weight may break one.
/// - Parameters:
///   - moments: in ascending order.
///   - halfLife: milliseconds, at least 1.
/// - Source: ATTRIBUTION.md §4, "Time-decay numerically".
func timeDecay(_ moments: [Timestamp], halfLife: Int64) -> [BigUInt] {
    guard let youngest = moments.last else { return [] }
    let powers = moments.map { Power(age: youngest, since: $0, halfLife: UInt64(halfLife)) }
    let longest = powers.map(\.halvings).filter { $0 <= Power.negligible }.max() ?? 0
    return powers.map { power in
        power.halvings > Power.negligible ? 0 : BigUInt(power.mantissa) << Int(longest - power.halvings)
    }
}

/// `mantissa` × 2^-(53 + `halvings`).
private struct Power {
    /// A weight below this many halvings may be taken as none.
    static let negligible: UInt64 = 5000

    let mantissa: UInt64
    let halvings: UInt64

    init(age youngest: Timestamp, since moment: Timestamp, halfLife: UInt64) {
        let (halvings, rest) = youngest.age(of: moment).quotientAndRemainder(dividingBy: halfLife)
        self.halvings = halvings
        let fraction = exp2(-Double(rest) / Double(halfLife))
        mantissa = UInt64(fraction * 0x1p53)
    }
}
