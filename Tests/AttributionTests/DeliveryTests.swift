import Attribution
import Domain
import TestSupport
import Testing

@Suite("Re-delivery and order")
struct DeliveryTests {
    @Test("a touchpoint delivered twice is one")
    func sameTwice() throws {
        let decision = try decide([.example("t1"), .example("t1"), .example("t1")])
        #expect(decision.order == ["t1"])
        #expect(decision.outcomes["t1"] == "credited")
    }

    @Test(
        "one id with different contents is an error",
        arguments: [
            .example("t1", by: "ref_bob"), .example("t1", by: nil), .example("t1", kind: .view),
            .example("t1", channel: "qr"), .example("t1", age: 1), .example("t1", lookback: .days(30)),
            .example("t1", barred: .notHuman),
        ] as [Touchpoint])
    func conflict(other: Touchpoint) {
        #expect(throws: AttributionError.conflictingTouchpointID("t1")) {
            try decide([.example("t1"), .example("t0"), other])
        }
    }

    @Test("composed and decomposed accents are different channels, and different ids")
    func accents() throws {
        let composed = "caf\u{E9}"
        let decomposed = "cafe\u{301}"
        #expect(throws: AttributionError.conflictingTouchpointID("t1")) {
            try decide([.example("t1", channel: composed), .example("t1", channel: decomposed)])
        }
        let decision = try decide([.example(Identifier(composed)), .example(Identifier(decomposed), by: "ref_bob")])
        #expect(decision.verdicts.count == 2)
    }

    @Test("of several conflicting ids the least is named, in whatever order they come")
    func leastConflict() {
        let touchpoints: [Touchpoint] = [
            .example("b"), .example("a"), .example("b", age: 1), .example("a", age: 1), .example("a"),
        ]
        for shift in touchpoints.indices {
            #expect(throws: AttributionError.conflictingTouchpointID("a")) {
                try decide(Array(touchpoints[shift...] + touchpoints[..<shift]))
            }
        }
    }

    @Test("verdicts stand in the order of time, and of id bytes in one millisecond")
    func order() throws {
        let decision = try decide([
            .example("a", age: 1), .example("t9", age: 2), .example("Z", age: 1), .example("t10", age: 2),
            .example("z", age: 3),
        ])
        #expect(decision.order == ["z", "t10", "t9", "Z", "a"])
    }

    @Test("without a touchpoint nobody is credited")
    func none() throws {
        #expect(try decide([]) == Decision(credits: [], verdicts: [], bound: nil))
    }
}
