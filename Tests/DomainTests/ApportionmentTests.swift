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
            (.max, [UInt64(UInt32.max) - 1, 1], [9_223_372_034_707_292_159, 2_147_483_648]),
            (.max, [UInt64.max - 1, 1], [.max, 0]),
            (.max, [UInt64.max / 2, UInt64.max / 2], [.max / 2 + 1, .max / 2]),
        ] as [(Int64, [UInt64], [Int64])])
    func gives(total: Int64, weights: [UInt64], parts: [Int64]) {
        #expect(apportion(total, by: weights).parts == parts)
    }

    @Test("parts sum to the total, are within one unit of the quota, and a refund mirrors them")
    func relations() {
        for number in 0..<3000 as Range<UInt64> {
            var seed = Seed(number)
            let largest = seed.pick([1, 3, 1000, 100_000_000, 1 << 59] as [UInt64])
            var weights = (0..<Int.random(in: 1...20, using: &seed)).map { _ in
                UInt64.random(in: 0...largest, using: &seed)
            }
            weights[0] += 1
            let total = seed.magnitude()
            let parts = apportion(total, by: weights).parts
            #expect(parts.reduce(0, +) == total, "\(seed)")
            #expect(apportion(-total, by: weights).parts == parts.map { -$0 }, "\(seed)")
            let whole = Int128(weights.reduce(0, +))
            for (part, weight) in zip(parts, weights) {
                let distance = Int128(part) * whole - Int128(total) * Int128(weight)
                #expect(distance.magnitude < whole.magnitude, "\(seed)")
            }
        }
    }

    @Test(
        "an odd unit goes by the largest remainder, or among equal ones by place",
        arguments: [
            (10_000, [1, 1, 1], [.earlierTouch, nil, nil]),
            (10_000, [14, 2, 2, 12], [.earlierTouch, .earlierTouch, nil, nil]),
            (2, [1, 2, 2], [nil, .largestRemainder, .largestRemainder]), (10, [1, 1], [nil, nil]),
        ] as [(Int64, [UInt64], [OddUnit?])])
    func oddUnits(total: Int64, weights: [UInt64], rules: [OddUnit?]) {
        #expect(apportion(total, by: weights).oddUnits == rules)
    }

    @Test("the same weights at another scale give the same parts")
    func scale() {
        for number in 0..<500 as Range<UInt64> {
            var seed = Seed(number)
            let weights = (0..<5).map { _ in UInt64.random(in: 1...50, using: &seed) }
            let total = Int64.random(in: -5000...5000, using: &seed)
            #expect(apportion(total, by: weights.map { $0 * 7 }) == apportion(total, by: weights), "\(seed)")
        }
    }
}
