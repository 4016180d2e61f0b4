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
func timeDecay(_ moments: [Timestamp], halfLife: Int64) -> Weights {
    guard let youngest = moments.last else { return .powers([]) }
    let powers = moments.map { Power(age: youngest, since: $0, halfLife: UInt64(halfLife)) }
    let longest = powers.reduce(0) { $1.halvings > Power.negligible ? $0 : max($0, $1.halvings) }
    // A mantissa has up to 54 bits, so the largest weight has as many and the halvings; the sum must fit, too.
    if longest <= 9, UInt64(moments.count) < 1 << (9 - longest) {
        return .powers(powers.map { $0.halvings > longest ? 0 : $0.mantissa << (longest - $0.halvings) })
    }
    return .widePowers(
        powers.map { $0.halvings > longest ? 0 : BigUInt($0.mantissa) << Int(longest - $0.halvings) })
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
