/// An amount of one currency in its minor units: INR 129900 is 1299 rupees. Never a fraction, never converted.
package struct Money: Hashable, Sendable {
    package let minor: Int64
    package let currency: Currency

    package init(minor: Int64, currency: Currency) {
        self.minor = minor
        self.currency = currency
    }
}

/// A share of a whole in basis points: 10 000 make the whole.
package struct BasisPoints: Hashable, Comparable, Sendable {
    package let count: Int64

    package init(_ count: Int64) {
        self.count = count
    }

    package static let whole = BasisPoints(10_000)

    package static func < (one: Self, other: Self) -> Bool {
        one.count < other.count
    }

    /// This share of `amount`, rounded towards zero; exact for all 64 bits of `amount`.
    package func part(of amount: Int64) -> Int64 {
        let (quotient, remainder) = amount.quotientAndRemainder(dividingBy: Self.whole.count)
        return quotient * count + remainder * count / Self.whole.count
    }
}
