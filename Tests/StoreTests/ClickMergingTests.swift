import Testing
import TestSupport

@testable import Store

@Suite("Merging runs of clicks")
struct ClickMergingTests {
    @Test(
        "takes the newest runs that become four times the largest of them",
        arguments: [
            ([], 0), ([8, 8, 8, 8, 8, 8, 8], 0), ([8, 8, 8, 8, 8, 8, 8, 8], 8), ([1, 1, 1, 1, 1, 1, 1, 1, 8], 8),
            ([1, 1, 1, 1, 1, 1, 1, 1, 8, 8, 8], 11), ([1, 1, 1, 1, 1, 1, 1, 50], 0),
            ([1, 1, 1, 1, 1, 1, 1, 1, 1, 50, 1], 9),
        ] as [([Int64], Int)])
    func table(sizes: [Int64], count: Int) {
        #expect(ClickFolder.mergeable(sizes, fan: 8) == count)
    }

    /// However many runs come while one merge goes on, a click is written again a few times only, and those who read
    /// look through a few runs only.
    @Test("writes a click again a few times, and leaves few runs, however late merges are", arguments: [1, 8, 50, 400])
    func amortised(most: Int) {
        var random = Seed(UInt64(most))
        var sizes: [Int64] = []
        var (come, written): (Int64, Int64) = (0, 0)
        while come < 6000 {
            for _ in 0..<Int.random(in: 1...most, using: &random) {
                sizes.insert(1, at: 0)
                come += 1
            }
            while case let count = ClickFolder.mergeable(sizes, fan: 8), count > 0 {
                let merged = sizes.prefix(count).reduce(0, +)
                written += merged
                sizes.replaceSubrange(..<count, with: [merged])
            }
            #expect(sizes.count < 40)
        }
        // The logarithm of 6000 to the base of 4 is 6.3.
        #expect(Double(written) / Double(come) < 7)
    }
}
