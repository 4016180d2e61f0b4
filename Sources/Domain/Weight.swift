/// What part of a conversion something weighs, between nothing and one.
package enum Weight: Hashable, Sendable {
    case exact(Fraction)
    /// Where the model computes powers or solves equations, rounded down: 1 000 000 000 000 make one.
    case decimal(trillionths: Int64)

    package static let one = Weight.exact(.one)
    package static let trillion: Int64 = 1_000_000_000_000

    /// `1`, `1/3`, `0.333333333333`.
    package var text: String {
        switch self {
        case .exact(let fraction): return fraction.text
        case .decimal(let count):
            let (ones, rest) = count.quotientAndRemainder(dividingBy: Self.trillion)
            let digits = String(rest)
            return "\(ones).\(String(repeating: "0", count: 12 - digits.utf8.count))\(digits)"
        }
    }

    /// Rounded down.
    package var inTrillionths: Int64 {
        let (part, whole) =
            switch self {
            case .exact(let fraction): (fraction.numerator, fraction.denominator)
            case .decimal(let count): (count, Self.trillion)
            }
        return Int64(
            whole.magnitude.dividingFullWidth(part.magnitude.multipliedFullWidth(by: Self.trillion.magnitude)).quotient)
    }
}

/// An exact share, such as 1/3, in its lowest terms.
package struct Fraction: Hashable, Sendable {
    package let numerator: Int64
    package let denominator: Int64

    /// - Parameters: neither negative, the denominator above zero.
    package init(_ numerator: Int64, _ denominator: Int64) {
        precondition(numerator >= 0 && denominator > 0, "a fraction is not negative, and not of nothing")
        var (divisor, rest) = (denominator, numerator)
        while rest != 0 { (divisor, rest) = (rest, divisor % rest) }
        self.numerator = numerator / divisor
        self.denominator = denominator / divisor
    }

    package static let one = Fraction(1, 1)

    package var text: String { denominator == 1 ? "\(numerator)" : "\(numerator)/\(denominator)" }
}
