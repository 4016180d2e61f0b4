import Attribution
import Domain
import TestSupport
import Testing

@Suite("What a decision comes to")
struct OutcomeTests {
    @Test("credited where somebody earned, with nothing to give reasons for")
    func credited() throws {
        let decision = try decide([.example("t1"), .example("t2", by: nil)])
        #expect(status(of: decision) == .credited)
        #expect(reasons(decision).isEmpty)
    }

    @Test("rejected where a known referrer was ruled out")
    func rejected() throws {
        let decision = try decide([.example(by: "customer")])
        #expect(status(of: decision) == .rejected)
        #expect(reasons(decision) == ["self_referral"])
    }

    @Test("unattributed where no referrer is known")
    func unattributed() throws {
        let decision = try decide([.example("t1", by: nil), .example("t2", by: nil, kind: .code, barred: .unknownCode)])
        #expect(status(of: decision) == .unattributed)
        #expect(reasons(decision) == ["no_referrer", "unknown_code"])
        #expect(try status(of: decide([])) == .unattributed)
        #expect(try reasons(decide([])) == ["no_touchpoint"])
    }

    @Test("reasons are distinct, those of the filters first and in their order, the others by name")
    func order() throws {
        let reasonsByID: [ExclusionReason] = [
            .unknownCode, .programNotActive, .existingCustomer, .consumed, .notHuman, .disqualifiedReferrer,
            .invalidClickToken, .selfReferral, .ineligibleKind, .outsideWindow, .afterConversion, .noReferrer,
            .notHuman,
        ]
        let touchpoints = reasonsByID.enumerated().map { place, reason in
            Touchpoint.example(Identifier("t\(place)"), barred: reason)
        }
        #expect(
            try reasons(decide(touchpoints))
                == [
                    "no_referrer", "after_conversion", "outside_window", "ineligible_kind", "self_referral",
                    "disqualified_referrer", "consumed", "existing_customer", "invalid_click_token", "not_human",
                    "program_not_active", "unknown_code",
                ])
    }

    @Test("a bound conversion is credited")
    func bound() throws {
        let decision = try decide(
            [.example()], customer: .example(boundTo: "ref_bob"), under: .example { $0.binding = .locked })
        #expect(status(of: decision) == .credited)
    }
}
