import Domain
import TestSupport
import Testing

@Suite("Money and shares")
struct MoneyTests {
    @Test(
        "currencies have their decimals",
        arguments: [
            ("JPY", 0), ("KRW", 0), ("ISK", 0), ("VND", 0), ("INR", 2), ("USD", 2), ("EUR", 2), ("PKR", 2), ("BDT", 2),
            ("IRR", 2), ("MGA", 2), ("VED", 2), ("KWD", 3), ("BHD", 3), ("TND", 3),
        ])
    func decimals(code: String, count: Int) throws {
        #expect(try #require(Currency(code)).decimals == count)
    }

    @Test(
        "only ISO 4217 codes in capitals are currencies",
        arguments: ["", "inr", "Inr", "IN", "INRX", "ABC", "DEM", "₹"])
    func refused(code: String) {
        #expect(Currency(code) == nil)
    }

    @Test(
        "a part of an amount is rounded towards zero",
        arguments: [
            (1000, 129_900, 12_990), (1, 9999, 0), (1, 10_000, 1), (1, -9999, 0), (3333, 100, 33), (3333, -100, -33),
            (0, .max, 0), (10_000, .max, .max), (10_000, .min, .min), (5000, .max, .max / 2), (5000, .min, .min / 2),
            (9999, .max, 9_222_449_699_651_090_329),
        ] as [(Int64, Int64, Int64)])
    func part(share: Int64, amount: Int64, part: Int64) {
        #expect(BasisPoints(share).part(of: amount) == part)
    }

    @Test("a part is exact over all 64 bits")
    func exactParts() {
        for number in 0..<3000 as Range<UInt64> {
            var seed = Seed(number)
            let share = Int64.random(in: 0...10_000, using: &seed)
            let amount = Int64.random(in: .min...(.max), using: &seed)
            let exact = Int128(amount) * Int128(share) / 10_000
            #expect(Int128(BasisPoints(share).part(of: amount)) == exact, "\(seed)")
        }
    }
}
