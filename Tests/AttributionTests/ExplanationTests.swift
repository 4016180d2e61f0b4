import Attribution
import Domain
import TestSupport
import Testing

@Suite("Explanation")
struct ExplanationTests {
    private func clause(
        _ touchpoint: Touchpoint, at conversion: Timestamp? = nil, under policy: AttributionPolicy = .example()
    ) throws -> String {
        let decision = try decide([touchpoint], under: policy)
        let credit = try #require(decision.credits.first)
        return because(credit, in: decision, at: conversion, under: policy)
    }

    @Test(
        "a credit's clause names model, kind and window",
        arguments: [
            (.example(), .lastTouch, "last human click in 30 days"),
            (.example(), .firstTouch, "first human click in 30 days"),
            (.example(kind: .view, lookback: .days(1)), .lastTouch, "last view of a share page in 1 day"),
            (
                .example(kind: .signup, lookback: .milliseconds(36 * Timestamp.hour)), .lastTouch,
                "last signup in 36 hours"
            ),
            (.example(lookback: .unlimited), .firstTouch, "first human click"),
            (
                .example(age: 0, lookback: .milliseconds(0)), .lastTouch,
                "last human click in the moment of the conversion"
            ),
            (.example(kind: .code), .lastTouch, "last code typed in 30 days"),
        ] as [(Touchpoint, AttributionModel, String)])
    func clauses(touchpoint: Touchpoint, model: AttributionModel, words: String) throws {
        #expect(try clause(touchpoint, under: .example { $0.model = model }) == words)
    }

    @Test("a code typed in the act of converting is told as such, where the moment is known")
    func codeAtCheckout() throws {
        #expect(try clause(.example(kind: .code, age: 0), at: .exampleConversion) == "code typed at checkout")
        #expect(try clause(.example(kind: .code, age: 1), at: .exampleConversion) == "last code typed in 30 days")
        #expect(try clause(.example(kind: .code, age: 0)) == "last code typed in 30 days")
        #expect(try clause(.example(age: 0), at: .exampleConversion) == "last human click in 30 days")
    }

    @Test("a journey, told")
    func journey() throws {
        let policy = AttributionPolicy.example { $0.lookback = .days(7) }
        let decision = try decide(
            [
                .example("t1", by: "ref_bob", age: 8 * Timestamp.day + 1),
                .example("t2", by: nil, kind: .view, age: 3_600_000),
                .example("t3", age: 90_000), .example("t4", by: "customer", kind: .code, age: 0),
                .example("t5", by: "ref_bob", kind: .signup, age: -1), .example("t0", age: 2 * Timestamp.day),
            ], under: policy)
        #expect(
            sentences(decision, at: .exampleConversion, under: policy)
                == [
                    "The click on a link of ref_bob, over 8 days before the conversion, did not count: "
                        + "it is older than its window of 7 days.",
                    "The click on a link of ref_ada, 2 days before the conversion, could have earned, "
                        + "but the last one earns everything.",
                    "The page view without a referrer, 1 hour before the conversion, did not count: "
                        + "no referrer is known for it.",
                    "The click on a link of ref_ada, over 1 minute before the conversion, earned the whole conversion.",
                    "The code of customer, at the conversion, did not count: customers cannot refer themselves.",
                    "The signup through ref_bob, 1 millisecond after the conversion, did not count: "
                        + "it came after the conversion.",
                    "The conversion is credited 100% to ref_ada (last human click in 7 days).",
                ])
    }

    @Test("a binding, told")
    func bound() throws {
        let policy = AttributionPolicy.example { $0.binding = .locked }
        let decision = try decide([.example()], customer: .example(boundTo: "ref_bob"), under: policy)
        #expect(
            sentences(decision, at: .exampleConversion, under: policy)
                == [
                    "The click on a link of ref_ada, 1 day before the conversion, did not count: "
                        + "an earlier conversion bound the customer to ref_bob.",
                    "The conversion is credited 100% to ref_bob (bound by an earlier conversion).",
                ])
    }

    @Test("nobody, told")
    func nobody() throws {
        let policy = AttributionPolicy.example()
        #expect(
            sentences(try decide([]), at: .exampleConversion, under: policy)
                == ["Nobody is credited: there is no touchpoint."])
        #expect(
            sentences(try decide([.example(by: nil)]), at: .exampleConversion, under: policy).last
                == "Nobody is credited: no touchpoint counted.")
    }

    @Test("a split conversion, told with its parts")
    func split() {
        let decision = Decision(
            credits: [
                Credit(referrer: "ref_ada", share: BasisPoints(4667), amount: 2, touchpoint: "t1"),
                Credit(referrer: "ref_bob", share: BasisPoints(5305), amount: 3, touchpoint: "t2"),
                Credit(referrer: "ref_eve", share: BasisPoints(28), amount: 0, touchpoint: "t3"),
            ],
            verdicts: ["t1", "t2", "t3"].map {
                TouchpointVerdict(touchpoint: .example($0), verdict: .credited(weight: .exact(Fraction(1, 3))))
            }, bound: nil)
        let told = sentences(decision, at: .exampleConversion, under: .example())
        #expect(told[0].hasSuffix("earned 1/3 of the conversion."))
        let clause = "(last human click in 30 days)"
        #expect(
            told.last
                == "The conversion is credited 46.67% to ref_ada \(clause), 53.05% to ref_bob \(clause), "
                + "0.28% to ref_eve \(clause).")
    }

    @Test("every reason has words of its own", arguments: ExclusionReason.allCases)
    func reasons(reason: ExclusionReason) {
        func told(_ reason: ExclusionReason) -> String {
            let entry = TouchpointVerdict(touchpoint: .example(), verdict: .excluded(reason))
            let decision = Decision(credits: [], verdicts: [entry], bound: nil)
            return sentences(decision, at: .exampleConversion, under: .example())[0]
        }
        #expect(ExclusionReason.allCases.count { told($0) == told(reason) } == 1)
    }
}
