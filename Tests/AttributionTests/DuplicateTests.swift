import Attribution
import Domain
import TestSupport
import Testing

@Suite("Duplicates")
struct DuplicateTests {
    private static let halfHour = AttributionPolicy.example {
        $0.dedupeWindow = 30 * Timestamp.minute
        $0.precedence = .all
    }

    @Test("without a window only touchpoints of one millisecond are duplicates")
    func noWindow() throws {
        let decision = try decide([.example("t1", age: 5), .example("t2", age: 5), .example("t3", age: 4)])
        #expect(decision.outcomes == ["t1": "eligible", "t2": "duplicate", "t3": "credited"])
    }

    @Test("a duplicate is no anchor: of minutes 0, 20 and 40 half an hour keeps 0 and 40")
    func anchors() throws {
        let decision = try decide(
            [0, 20, 40].map { minute in
                .example(Identifier("t\(minute)"), age: Timestamp.day - minute * Timestamp.minute)
            }, under: Self.halfHour)
        #expect(decision.outcomes == ["t0": "eligible", "t20": "duplicate", "t40": "credited"])
    }

    @Test("a touchpoint exactly as far from the anchor as the window is a duplicate")
    func closedWindow() throws {
        let window = 30 * Timestamp.minute
        let decision = try decide(
            [.example("t1", age: 2 * window), .example("t2", age: window), .example("t3", age: window - 1)],
            under: Self.halfHour)
        #expect(decision.outcomes == ["t1": "eligible", "t2": "duplicate", "t3": "credited"])
    }

    @Test(
        "another referrer, kind or channel is no duplicate",
        arguments: [
            .example("t2", by: "ref_bob", channel: "qr"), .example("t2", kind: .view, channel: "qr"),
            .example("t2", channel: "sms"), .example("t2"), .example("t2", channel: "QR"),
        ] as [Touchpoint])
    func different(other: Touchpoint) throws {
        let decision = try decide([.example("t1", channel: "qr"), other], under: Self.halfHour)
        #expect(!decision.outcomes.values.contains("duplicate"))
    }

    @Test("channels are compared by their bytes")
    func accents() throws {
        let decision = try decide(
            [.example("t1", channel: "caf\u{E9}"), .example("t2", channel: "cafe\u{301}")], under: Self.halfHour)
        #expect(decision.outcomes == ["t1": "eligible", "t2": "credited"])
    }

    @Test("an excluded touchpoint makes no other one a duplicate")
    func excludedAnchor() throws {
        let decision = try decide(
            [.example("t1", age: 2, barred: .notHuman), .example("t2", age: 1)], under: Self.halfHour)
        #expect(decision.outcomes == ["t1": "not_human", "t2": "credited"])
    }

    @Test("other touchpoints between do not break a repetition")
    func between() throws {
        let decision = try decide(
            [.example("a1", by: "A", age: 3), .example("b", by: "B", age: 2), .example("a2", by: "A", age: 1)],
            under: Self.halfHour)
        #expect(decision.outcomes == ["a1": "eligible", "b": "credited", "a2": "duplicate"])
    }
}
