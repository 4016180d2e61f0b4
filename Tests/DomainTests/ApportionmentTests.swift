import Domain
import TestSupport
import Testing

@Suite("Apportionment")
struct ApportionmentTests {
    @Test(
        "gives",
        arguments: [
            (10_000, [14, 2, 2, 12], [4667, 667, 666, 4000]),
            (1003, [14, 2, 2, 12], [468, 67, 67, 401]),
            (10_000, [1, 1, 1], [3334, 3333, 3333]),
            (1, [1, 1, 1], [1, 0, 0]),
            (2, [1, 2, 2], [0, 1, 1]),
            (0, [1, 2], [0, 0]),
            (7, [0, 1, 0], [0, 7, 0]),
            (5, [0, 1, 1], [0, 3, 2]),
            (.max, [1], [.max]),
            (.min, [1], [.min]),
            (.max, [1, 1], [.max / 2 + 1, .max / 2]),
            (.min, [1, 1], [.min / 2, .min / 2]),
            (.max, [Int64(UInt32.max) - 1, 1], [9_223_372_034_707_292_159, 2_147_483_648]),
        ] as [(Int64, [Int64], [Int64])])
    func gives(total: Int64, weights: [Int64], parts: [Int64]) {
        #expect(apportion(total, by: weights) == parts)
    }

    @Test("parts sum to the total, are within one unit of the quota, and a refund mirrors them")
    func relations() {
        for number in 0..<3000 as Range<UInt64> {
            var seed = Seed(number)
            let largest = seed.pick([1, 3, 1000, 100_000_000] as [Int64])
            var weights = (0..<Int.random(in: 1...20, using: &seed)).map { _ in
                Int64.random(in: 0...largest, using: &seed)
            }
            weights[0] += 1
            let total = seed.magnitude()
            let parts = apportion(total, by: weights)
            #expect(parts.reduce(0, +) == total, "\(seed)")
            #expect(apportion(-total, by: weights) == parts.map { -$0 }, "\(seed)")
            let whole = Int128(weights.reduce(0, +))
            for (part, weight) in zip(parts, weights) {
                let distance = Int128(part) * whole - Int128(total) * Int128(weight)
                #expect(distance.magnitude < whole.magnitude, "\(seed)")
            }
        }
    }

    @Test("the same weights at another scale give the same parts")
    func scale() {
        for number in 0..<500 as Range<UInt64> {
            var seed = Seed(number)
            let weights = (0..<5).map { _ in Int64.random(in: 1...50, using: &seed) }
            let total = Int64.random(in: -5000...5000, using: &seed)
            #expect(apportion(total, by: weights.map { $0 * 7 }) == apportion(total, by: weights), "\(seed)")
        }
    }
}
