import BigInt

@testable import Attribution

/// A fraction of whole numbers of any length: slow, and exact.
struct Ratio {
    private let numerator: BigInt
    private let denominator: BigInt

    init(_ numerator: some BinaryInteger, _ denominator: BigInt = 1) {
        let numerator = BigInt(numerator)
        let divisor = numerator.greatestCommonDivisor(with: denominator)
        let sign: BigInt = denominator < 0 ? -1 : 1
        self.numerator = divisor == 0 ? 0 : sign * numerator / divisor
        self.denominator = divisor == 0 ? 1 : sign * denominator / divisor
    }

    static func - (one: Self, other: Self) -> Self {
        Self(
            one.numerator * other.denominator - other.numerator * one.denominator, one.denominator * other.denominator)
    }

    static func * (one: Self, other: Self) -> Self {
        Self(one.numerator * other.numerator, one.denominator * other.denominator)
    }

    static func / (one: Self, other: Self) -> Self {
        Self(one.numerator * other.denominator, one.denominator * other.numerator)
    }

    var fixedPoint: FixedPoint {
        FixedPoint((numerator << FixedPoint.fractionBits) / denominator)
    }
}
