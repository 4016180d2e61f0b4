import Domain
import TestSupport
import Testing

@testable import Attribution

@Suite("Models and division")
struct ModelTests {
    private static let first = AttributionPolicy.example { $0.model = .firstTouch }

    @Test("first touch and last touch of A B C")
    func ends() throws {
        let touchpoints: [Touchpoint] = [
            .example("b", by: "B", age: 2), .example("a", by: "A", age: 3), .example("c", by: "C", age: 1),
        ]
        let first = try decide(touchpoints, under: Self.first)
        #expect(first.credits == [Credit(referrer: "A", share: .whole, amount: 1003, touchpoint: "a")])
        #expect(first.outcomes == ["a": "credited", "b": "eligible", "c": "eligible"])
        let last = try decide(touchpoints)
        #expect(last.credits == [Credit(referrer: "C", share: .whole, amount: 1003, touchpoint: "c")])
        #expect(last.verdicts.last?.verdict == .credited(weight: .one))
    }

    @Test("A B A: each end is the touchpoint's, not the referrer's")
    func repeated() throws {
        let touchpoints: [Touchpoint] = [
            .example("a1", by: "A", age: 3), .example("b", by: "B", age: 2), .example("a2", by: "A", age: 1),
        ]
        #expect(try decide(touchpoints, under: Self.first).credits.map(\.touchpoint) == ["a1"])
        #expect(try decide(touchpoints).credits.map(\.touchpoint) == ["a2"])
        #expect(try decide(touchpoints).outcomes == ["a1": "eligible", "b": "eligible", "a2": "credited"])
    }

    @Test("in one millisecond the bytes of the ids decide")
    func ties() throws {
        let touchpoints: [Touchpoint] = [.example("t9", by: "A"), .example("t10", by: "B"), .example("Z", by: "C")]
        #expect(try decide(touchpoints, under: Self.first).referrers == ["C"])
        #expect(try decide(touchpoints).referrers == ["A"])
    }

    @Test(
        "the whole amount is credited, whatever its sign and size",
        arguments: [0, 1, -1, 1003, -1003, .max, .min] as [Int64])
    func amounts(amount: Int64) throws {
        let decision = try decide([.example()], conversion: .example(amount: amount))
        #expect(decision.credits.map(\.amount) == [amount])
        #expect(decision.credits.map(\.share) == [.whole])
    }

    @Test("P Q P R S by 40/20/40: shares and amounts are divided each on its own, equal remainders by first touch")
    func largestRemainder() {
        let eligible = ["P", "Q", "P", "R", "S"].enumerated().map { place, referrer in
            Touchpoint.example(Identifier("t\(place)"), by: Identifier(referrer), age: 9 - Int64(place))
        }
        let credits = credits(for: eligible, weights: [12, 2, 2, 2, 12], amount: 1003)
        #expect(credits.map(\.referrer) == ["P", "Q", "R", "S"])
        #expect(credits.map(\.share.count) == [4667, 667, 666, 4000])
        #expect(credits.map(\.amount) == [468, 67, 67, 401])
        #expect(credits.map(\.touchpoint) == ["t2", "t1", "t3", "t4"])
    }

    @Test("a touchpoint without weight sets the order, not the credit")
    func withoutWeight() {
        let eligible: [Touchpoint] = [
            .example("t1", by: "A", age: 4), .example("t2", by: "C", age: 3), .example("t3", by: "B", age: 2),
            .example("t4", by: "A", age: 1), .example("t5", by: "A", age: 0),
        ]
        let credits = credits(for: eligible, weights: [0, 0, 1, 1, 0], amount: 1)
        #expect(credits.map(\.referrer) == ["A", "B"])
        #expect(credits.map(\.amount) == [1, 0])
        #expect(credits.map(\.touchpoint) == ["t4", "t3"])
    }
}
