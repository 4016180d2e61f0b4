import Attribution
import Domain
import TestSupport
import Testing

@Suite("Binding")
struct BindingTests {
    private static let locked = AttributionPolicy.example { $0.binding = .locked }
    private static let whole = Credit(referrer: "ref_bob", share: .whole, amount: 1003, touchpoint: nil)

    @Test("a bound customer's conversion goes to the referrer of the binding, whatever was touched")
    func bound() throws {
        let decision = try decide(
            [
                .example("code", kind: .code), .example("own", by: "customer"),
                .example("late", by: "ref_bob", age: -1),
                .example("bob", by: "ref_bob"),
            ], customer: .example(boundTo: "ref_bob"), under: Self.locked)
        #expect(decision.credits == [Self.whole])
        #expect(decision.bound == "ref_bob")
        #expect(
            decision.outcomes
                == ["code": "bound", "own": "self_referral", "late": "after_conversion", "bob": "bound"])
    }

    @Test("binding is a filter: it comes before duplicates and precedence")
    func beforeDuplicates() throws {
        let decision = try decide(
            [.example("t1"), .example("t2"), .example("code", kind: .code)], customer: .example(boundTo: "ref_bob"),
            under: Self.locked)
        #expect(decision.outcomes == ["t1": "bound", "t2": "bound", "code": "bound"])
    }

    @Test("a binding needs no touchpoint")
    func withoutTouchpoints() throws {
        let decision = try decide([], customer: .example(boundTo: "ref_bob"), under: Self.locked)
        #expect(decision.credits == [Self.whole])
    }

    @Test("a bound referrer who may not be credited is as none")
    func ruledOut() throws {
        let customer = JourneyCustomer.example(owning: ["ref_own"], boundTo: "ref_own")
        let own = try decide([.example()], customer: customer, under: Self.locked)
        #expect(own.referrers == ["ref_ada"])
        #expect(own.bound == nil)

        let itself = try decide([.example()], customer: .example(boundTo: "customer"), under: Self.locked)
        #expect(itself.outcomes == ["t1": "credited"])

        let disqualified = try decide(
            [.example()], customer: .example(boundTo: "ref_bob"), disqualified: ["ref_bob"], under: Self.locked)
        #expect(disqualified == (try decide([.example()])))
    }

    @Test("where self-referrals count, a binding to oneself does")
    func ownBinding() throws {
        let policy = AttributionPolicy.example {
            $0.binding = .locked
            $0.excludesSelfReferrals = false
        }
        let decision = try decide([.example()], customer: .example(boundTo: "customer"), under: policy)
        #expect(decision.referrers == ["customer"])
    }

    @Test("a program that ignores bindings judges by the touchpoints")
    func ignored() throws {
        let decision = try decide([.example()], customer: .example(boundTo: "ref_bob"))
        #expect(decision.referrers == ["ref_ada"])
        #expect(decision.bound == nil)
    }
}
