import Attribution
import Domain
import TestSupport
import Testing

@Suite("Filters")
struct FilterTests {
    @Test("what the recording already knew comes before every filter")
    func barred() throws {
        let decision = try decide([.example(by: nil, age: -1, barred: .notHuman)])
        #expect(decision.outcomes == ["t1": "not_human"])
        #expect(decision.credits.isEmpty)
    }

    @Test("a touchpoint without a referrer earns nothing")
    func noReferrer() throws {
        #expect(try decide([.example(by: nil)]).outcomes == ["t1": "no_referrer"])
    }

    @Test(
        "the window is closed at both ends",
        arguments: [
            (-1, "after_conversion"), (0, "credited"), (1, "credited"), (30 * Timestamp.day - 1, "credited"),
            (30 * Timestamp.day, "credited"), (30 * Timestamp.day + 1, "outside_window"),
        ] as [(Int64, String)])
    func window(age: Int64, outcome: String) throws {
        #expect(try decide([.example(age: age)]).outcomes == ["t1": outcome])
    }

    @Test("a window of 0 keeps only what happened in the act of converting")
    func windowOfZero() throws {
        let policy = AttributionPolicy.example { $0.lookback = .milliseconds(0) }
        let decision = try decide([.example("t1", age: 1), .example("t2", age: 0)], under: policy)
        #expect(decision.outcomes == ["t1": "outside_window", "t2": "credited"])
    }

    @Test("a kind's own window overrides the program's, to more and to less")
    func windowByKind() throws {
        let policy = AttributionPolicy.example {
            $0.precedence = .all
            $0.lookbackByKind = [.click: .days(1), .view: .unlimited]
        }
        let decision = try decide(
            [
                .example("click", kind: .click, age: 2 * Timestamp.day),
                .example("code", kind: .code, age: 2 * Timestamp.day),
                .example("view", kind: .view, age: 4000 * Timestamp.day),
            ], under: policy)
        #expect(decision.outcomes == ["click": "outside_window", "code": "credited", "view": "eligible"])
    }

    @Test("a frozen window overrides the kind's, to more and to less")
    func frozenWindow() throws {
        let policy = AttributionPolicy.example { $0.lookbackByKind = [.click: .days(2)] }
        let decision = try decide(
            [
                .example("less", age: 2 * Timestamp.day, lookback: .days(1)),
                .example("more", age: 3 * Timestamp.day, lookback: .days(3)),
                .example("ever", age: 900 * Timestamp.day, lookback: .unlimited),
            ], under: policy)
        #expect(decision.outcomes == ["less": "outside_window", "more": "credited", "ever": "eligible"])
    }

    @Test("ages beyond 64 bits are old, not young")
    func extremeAges() throws {
        let conversion = JourneyConversion.example(at: Timestamp(milliseconds: .max))
        let touchpoint = Touchpoint(
            id: "t1", referrer: "ref_ada", kind: .click, at: Timestamp(milliseconds: .min))
        #expect(try decide([touchpoint], conversion: conversion).outcomes == ["t1": "outside_window"])
        let unlimited = AttributionPolicy.example { $0.lookback = .unlimited }
        #expect(try decide([touchpoint], conversion: conversion, under: unlimited).outcomes == ["t1": "credited"])
    }

    @Test("only eligible kinds are credited", arguments: TouchpointKind.allCases)
    func kinds(kind: TouchpointKind) throws {
        let policy = AttributionPolicy.example { $0.eligibleKinds = [kind] }
        for other in TouchpointKind.allCases {
            let outcome = kind == other ? "credited" : "ineligible_kind"
            #expect(try decide([.example(kind: other)], under: policy).outcomes == ["t1": outcome])
        }
    }

    @Test("customers do not refer themselves, by their id or by an account of theirs", arguments: [true, false])
    func selfReferral(excludes: Bool) throws {
        let policy = AttributionPolicy.example { $0.excludesSelfReferrals = excludes }
        let customer = JourneyCustomer.example(id: "ref_ada", owning: ["ref_own"])
        for referrer in ["ref_ada", "ref_own"] as [Identifier] {
            let decision = try decide([.example(by: referrer)], customer: customer, under: policy)
            #expect(decision.outcomes == ["t1": excludes ? "self_referral" : "credited"])
        }
        #expect(try decide([.example(by: "REF_OWN")], customer: customer, under: policy).referrers == ["REF_OWN"])
    }

    @Test("a disqualified referrer earns nothing, others still do")
    func disqualified() throws {
        let decision = try decide(
            [.example("t1", by: "ref_bob"), .example("t2", by: "ref_ada", age: 0)], disqualified: ["ref_ada"])
        #expect(decision.outcomes == ["t1": "credited", "t2": "disqualified_referrer"])
    }

    @Test("where touchpoints are not used again, those up to the conversion before are consumed")
    func consumed() throws {
        let once = AttributionPolicy.example { $0.reusesTouches = false }
        let touchpoints: [Touchpoint] = [
            .example("before", age: 11), .example("at", age: 10), .example("since", age: 9),
        ]
        let again = JourneyConversion.example(previousAt: .exampleConversion + -10)
        #expect(
            try decide(touchpoints, conversion: again, under: once).outcomes
                == ["before": "consumed", "at": "consumed", "since": "credited"])
        #expect(try decide(touchpoints, under: once).outcomes["before"] == "eligible")
        #expect(try decide(touchpoints, conversion: again).outcomes["before"] == "eligible")
    }

    @Test("for new customers only: touchpoints up to the first purchase count, later ones don't")
    func existingCustomer() throws {
        let customer = JourneyCustomer.example(since: .exampleConversion + -10)
        let touchpoints: [Touchpoint] = [
            .example("before", age: 11), .example("at", age: 10), .example("after", age: 9),
        ]
        #expect(
            try decide(touchpoints, customer: customer).outcomes
                == ["before": "eligible", "at": "credited", "after": "existing_customer"])
        let everybody = AttributionPolicy.example { $0.newCustomersOnly = false }
        #expect(try decide(touchpoints, customer: customer, under: everybody).outcomes["after"] == "credited")
        let always = JourneyCustomer.example(since: .distantPast)
        #expect(Set(try decide(touchpoints, customer: always).outcomes.values) == ["existing_customer"])
    }

    @Test("the first filter that applies is the reason")
    func order() throws {
        let policy = AttributionPolicy.example {
            $0.eligibleKinds = [.code]
            $0.reusesTouches = false
            $0.binding = .locked
        }
        // A touchpoint to which everything applies, then cured of one fault after the other.
        let faults = Faults(policy: policy)
        #expect(
            try faults.reasonsWhileCuring()
                == [
                    "not_human", "no_referrer", "after_conversion", "outside_window", "ineligible_kind",
                    "self_referral", "disqualified_referrer", "consumed", "existing_customer", "bound", "credited",
                ])
    }
}

/// One journey with one touchpoint that breaks every filter at once.
private struct Faults {
    var policy: AttributionPolicy
    var touchpoint = Touchpoint.example(by: nil, age: -1, lookback: .milliseconds(0), barred: .notHuman)
    var customer = JourneyCustomer.example(
        owning: ["ref_ada"], since: .distantPast, boundTo: "ref_bound")
    var conversion = JourneyConversion.example(previousAt: .exampleConversion)
    var disqualified: Set<Identifier> = ["ref_ada"]

    func reasonsWhileCuring() throws -> [String] {
        var faults = self
        let cures: [(inout Faults) -> Void] = [
            { $0.touchpoint.barred = nil },
            { $0.touchpoint.referrer = "ref_ada" },
            { $0.touchpoint.at = .exampleConversion + -1 },
            { $0.touchpoint.lookback = .milliseconds(1) },
            { $0.policy.eligibleKinds = [.click] },
            { $0.customer.ownReferrers = [] },
            { $0.disqualified = [] },
            { $0.conversion.previousAt = .exampleConversion + -2 },
            { $0.customer.becameCustomerAt = nil },
            { $0.customer.boundReferrer = nil },
        ]
        var outcomes = [try faults.outcome]
        for cure in cures {
            cure(&faults)
            outcomes.append(try faults.outcome)
        }
        return outcomes
    }

    private var outcome: String {
        get throws {
            let decision = try decide(
                [touchpoint], customer: customer, conversion: conversion, disqualified: disqualified, under: policy)
            return decision.outcomes["t1"] ?? "missing"
        }
    }
}
