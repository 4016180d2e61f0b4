import BigInt

/// Numbers between nothing and some thousand millions, in units of 2^-90.
///
/// Learned models find equal effects, and fractional parts that tie; in double precision a rounding would settle
/// these. Products with the counts of a document stay below 127 bits.
typealias FixedPoint = Int128

extension FixedPoint {
    static let fractionBits = 90
    static let one: FixedPoint = 1 << fractionBits
    /// What solutions may be off: some thousand units, and far below any difference that counts have.
    static let tolerance: FixedPoint = 1 << 14

    /// The nearest one; `value` is far below 2^37.
    init(nearest value: Double) {
        self = FixedPoint((value * 0x1p90).rounded())
    }

    var double: Double { Double(self) * 0x1p-90 }

    /// As a weight: what is none or less, or cannot be told from it, is none.
    var weight: BigUInt { self <= Self.tolerance ? 0 : BigUInt(magnitude) }
}
