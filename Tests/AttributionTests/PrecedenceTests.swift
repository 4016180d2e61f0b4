import Attribution
import Domain
import TestSupport
import Testing

@Suite("Precedence between kinds")
struct PrecedenceTests {
    /// Every combination of kinds, and which of them are left in.
    @Test(
        "the strongest tier in which a touchpoint is left is used",
        arguments: [
            (.all, [[.click, .code, .view, .signup]]),
            (.codeFirst, [[.code], [.click, .signup, .view]]),
            (.clickFirst, [[.click, .signup], [.code], [.view]]),
            (.intent, [[.code], [.click, .signup], [.view]]),
        ] as [(Precedence, [[TouchpointKind]])])
    func tiers(precedence: Precedence, tiers: [[TouchpointKind]]) throws {
        let policy = AttributionPolicy.example { $0.precedence = precedence }
        for subset in 1..<16 {
            let kinds = TouchpointKind.allCases.enumerated().filter { subset >> $0.offset & 1 == 1 }.map(\.element)
            let touchpoints = kinds.map { Touchpoint.example(Identifier($0.rawValue), kind: $0) }
            let outcomes = try decide(touchpoints, under: policy).outcomes
            let strongest = try #require(tiers.first { !Set($0).isDisjoint(with: kinds) })
            for kind in kinds {
                let isIn = outcomes[Identifier(kind.rawValue)] != "outranked"
                #expect(isIn == strongest.contains(kind), "\(kind) of \(kinds)")
            }
        }
    }

    @Test("a code beats a later click of another referrer")
    func codeBeatsClick() throws {
        let decision = try decide([
            .example("code", by: "ref_bob", kind: .code, age: 2), .example("click", by: "ref_ada", age: 1),
        ])
        #expect(decision.referrers == ["ref_bob"])
        #expect(decision.outcomes == ["code": "credited", "click": "outranked"])
    }

    @Test(
        "a code that is excluded outranks nothing",
        arguments: [
            (.example("code", by: "ref_bob", kind: .code, age: 31 * Timestamp.day), "outside_window"),
            (.example("code", by: "ref_own", kind: .code), "self_referral"),
            (.example("code", by: "ref_out", kind: .code), "disqualified_referrer"),
            (.example("code", by: nil, kind: .code, barred: .unknownCode), "unknown_code"),
        ] as [(Touchpoint, String)])
    func excludedCode(code: Touchpoint, reason: String) throws {
        let decision = try decide(
            [.example("click"), code], customer: .example(owning: ["ref_own"]), disqualified: ["ref_out"])
        #expect(decision.outcomes == ["click": "credited", "code": reason])
    }

    @Test("of several codes the model picks, as of any touchpoints")
    func severalCodes() throws {
        let touchpoints: [Touchpoint] = [
            .example("c1", by: "ref_bob", kind: .code, age: 3), .example("c2", by: "ref_ada", kind: .code, age: 2),
            .example("click", by: "ref_eve", age: 1),
        ]
        #expect(try decide(touchpoints).referrers == ["ref_ada"])
        #expect(try decide(touchpoints, under: .example { $0.model = .firstTouch }).referrers == ["ref_bob"])
    }

    @Test("a duplicate is told as such, not as outranked")
    func duplicateFirst() throws {
        let decision = try decide([
            .example("t1", age: 2), .example("t2", age: 2), .example("code", kind: .code, age: 1),
        ])
        #expect(decision.outcomes == ["t1": "outranked", "t2": "duplicate", "code": "credited"])
    }
}
