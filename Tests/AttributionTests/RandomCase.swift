import Domain
import TestSupport

/// A journey and policy drawn from few values, so that ties, duplicates and every filter come up often.
struct RandomCase {
    var journey: Journey
    var policy: AttributionPolicy
    var disqualified: Set<Identifier>

    init(using seed: inout Seed) {
        let touchpoints = (0..<Int.random(in: 0...9, using: &seed)).map { place in
            Touchpoint.random(id: Identifier("t\(place)"), using: &seed)
        }
        let customer = JourneyCustomer(
            id: seed.pick(["customer", "A"]), ownReferrers: seed.chance(20) ? ["B"] : [],
            becameCustomerAt: seed.chance(30) ? .random(using: &seed) : nil,
            boundReferrer: seed.chance(30) ? seed.pick(Identifier.referrers) : nil)
        let conversion = JourneyConversion(
            at: .exampleConversion, amount: seed.chance(10) ? .max : seed.magnitude(),
            previousAt: seed.chance(30) ? .random(using: &seed) : nil)
        journey = Journey(customer: customer, touchpoints: touchpoints, conversion: conversion)
        policy = .random(using: &seed)
        disqualified = seed.chance(20) ? [seed.pick(Identifier.referrers)] : []
    }
}

extension Identifier {
    static let referrers: [Identifier] = ["A", "B", "C", "D"]
}

extension Touchpoint {
    static func random(id: Identifier, using seed: inout Seed) -> Touchpoint {
        Touchpoint(
            id: id, referrer: seed.chance(85) ? seed.pick(Identifier.referrers) : nil,
            kind: seed.pick(TouchpointKind.allCases), channel: seed.pick([nil, "qr"]), at: .random(using: &seed),
            lookback: seed.chance(20) ? .random(using: &seed) : nil, barred: seed.chance(5) ? .notHuman : nil)
    }
}

extension Timestamp {
    /// Up to 10 minutes before the example conversion, or 1 after.
    static func random(using seed: inout Seed) -> Timestamp {
        .exampleConversion + Int64.random(in: -10...1, using: &seed) * Timestamp.minute
    }
}

extension Lookback {
    static func random(using seed: inout Seed) -> Lookback {
        seed.pick([.unlimited, .milliseconds(0), .milliseconds(5 * Timestamp.minute), .days(30)])
    }
}

extension AttributionPolicy {
    static func random(using seed: inout Seed) -> AttributionPolicy {
        var policy = AttributionPolicy()
        policy.model = seed.pick(AttributionModel.allCases)
        policy.lookback = .random(using: &seed)
        if seed.chance(30) { policy.lookbackByKind[seed.pick(TouchpointKind.allCases)] = .random(using: &seed) }
        if seed.chance(30) { policy.eligibleKinds.remove(seed.pick(TouchpointKind.allCases)) }
        policy.precedence = seed.pick(Precedence.allCases)
        policy.excludesSelfReferrals = seed.chance(50)
        policy.newCustomersOnly = seed.chance(50)
        policy.dedupeWindow = seed.pick([0, Timestamp.minute, 3 * Timestamp.minute])
        policy.binding = seed.pick(Binding.allCases)
        policy.reusesTouches = seed.chance(50)
        policy.halfLife = seed.pick([1, Timestamp.minute, 7 * Timestamp.day])
        policy.firstShare = BasisPoints(seed.pick([0, 4000, 5000]))
        policy.lastShare = BasisPoints(seed.pick([0, 3000, 5000]))
        return policy
    }
}
