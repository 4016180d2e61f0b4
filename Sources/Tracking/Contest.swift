import Attribution
import Domain
import Store

/// A program that may take a conversion, as it would judge it.
struct Contender {
    /// nil: no touch and no name led to a program.
    var program: ID<Program>?
    /// Of its policy; 0 without a program.
    var version: Int64 = 0
    var policy = AttributionPolicy()
    var facts = JourneyFacts()
}

extension [Contender] {
    /// One without a program where there is none: what is known of the customer is kept all the same.
    func orNone(_ facts: JourneyFacts) -> [Contender] {
        isEmpty ? [Contender(program: nil, facts: facts)] : self
    }
}

/// The decision on a conversion, with the program that took it.
struct Judgement {
    let decision: Decision
    let contender: Contender
    /// Every touchpoint that was looked at, with its verdict, in the order (time, id).
    let touches: [JudgedTouch]
    /// The version whose rewards are owed: the one at the touch that earned most.
    let termsVersion: Int64
    /// The same for each credited referrer, by its own touch.
    let termsVersions: [Identifier: Int64]
}

/// One conversion, one program: each contender judges its own touches, and the one that the customer is bound in takes
/// it, else the one that holds the newest eligible touch (ties: by touch id).
///
/// Touches of a program that lost are shown, too: what counted there is outranked here.
/// - Parameter contenders: at least one.
/// - Throws: as `Attribution.decide`.
func contest(
    among contenders: [Contender], touches: [GatheredTouch], customer: Identifier, conversion: JourneyConversion
) throws -> Judgement {
    let rulings = try contenders.map { try Ruling($0, touches, customer, conversion) }
    guard let winner = rulings.max(by: { $0.claim < $1.claim }) else { preconditionFailure("nobody to judge by") }
    let losers = rulings.filter { $0.contender.program != winner.contender.program }
    let leader = winner.decision.credits.leader(by: \.share)
    let gathered = Dictionary(touches.map { ($0.touch.id, $0) }) { first, _ in first }
    var versions: [Identifier: Int64] = [:]
    for credit in winner.decision.credits {
        let earning = credit.touchpoint.flatMap { gathered[$0] }
        versions[credit.referrer] = earning?.version ?? winner.contender.version
    }
    let decision = winner.decision.showing(losers.map(\.decision))
    return Judgement(
        decision: decision, contender: winner.contender,
        touches: decision.verdicts.map { judged in
            let touch = gathered[judged.touchpoint.id]
            return JudgedTouch(judged: judged, program: touch?.program, version: touch?.version ?? 0)
        },
        termsVersion: leader.flatMap { versions[$0.referrer] } ?? winner.contender.version, termsVersions: versions)
}

/// What one program makes of a conversion.
private struct Ruling {
    let contender: Contender
    let decision: Decision

    init(
        _ contender: Contender, _ touches: [GatheredTouch], _ customer: Identifier, _ conversion: JourneyConversion
    ) throws {
        let own = touches.filter { $0.program == nil || $0.program == contender.program }
        var conversion = conversion
        conversion.previousAt = contender.facts.previousAt
        let journey = Journey(
            customer: JourneyCustomer(customer, contender.facts), touchpoints: own.map(\.touch), conversion: conversion)
        self.contender = contender
        decision = try decide(journey, contender.policy, disqualified: contender.facts.disqualified)
    }

    /// How strong the program's claim is: a binding beats all, an eligible touch beats none, then the newest one wins.
    struct Claim: Comparable {
        var rank = 0
        var at = Timestamp.distantPast
        var id: Identifier = ""

        static func < (one: Self, other: Self) -> Bool {
            (one.rank, one.at, one.id) < (other.rank, other.at, other.id)
        }
    }

    var claim: Claim {
        let claims = decision.verdicts.filter { $0.touchpoint.referrer != nil }.map {
            Claim(rank: $0.isExcluded ? 0 : 1, at: $0.touchpoint.at, id: $0.touchpoint.id)
        }
        var claim = claims.max() ?? Claim()
        if decision.bound != nil { claim.rank = 2 }
        return claim
    }
}

extension Decision {
    /// With the touches of programs that lost.
    fileprivate func showing(_ losers: [Decision]) -> Decision {
        let shown = Set(verdicts.map(\.touchpoint.id))
        let others = losers.flatMap(\.verdicts).filter { !shown.contains($0.touchpoint.id) }.map { judged in
            judged.isExcluded
                ? judged : TouchpointVerdict(touchpoint: judged.touchpoint, verdict: .excluded(.outranked))
        }
        let all = (verdicts + others).sorted {
            ($0.touchpoint.at, $0.touchpoint.id) < ($1.touchpoint.at, $1.touchpoint.id)
        }
        return Decision(credits: credits, verdicts: all, bound: bound)
    }
}

extension JourneyCustomer {
    init(_ id: Identifier, _ facts: JourneyFacts) {
        self.init(
            id: id, ownReferrers: facts.ownReferrers, becameCustomerAt: facts.becameCustomerAt,
            boundReferrer: facts.boundReferrer)
    }
}
