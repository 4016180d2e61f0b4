import Attribution
import Domain
import Store

/// The decision on a conversion, with the program that took it.
struct Judgement {
    let decision: Decision
    /// nil: no touch and no name led to a program.
    let program: Program?
    let policy: AttributionPolicy
    let policyVersion: Int64
    /// The version whose rewards are owed: the one at the touch that earned most.
    let termsVersion: Int64
}

extension Judgement {
    /// With the touches of programs that lost, so that an explanation shows every candidate: what counted there is
    /// outranked here.
    fileprivate func showing(_ losers: [Judgement]) -> Judgement {
        let shown = Set(decision.verdicts.map(\.touchpoint.id))
        let others = losers.flatMap(\.decision.verdicts).filter { !shown.contains($0.touchpoint.id) }
            .map { judged in
                if case .excluded = judged.verdict { return judged }
                return TouchpointVerdict(touchpoint: judged.touchpoint, verdict: .excluded(.outranked))
            }
        let all = (decision.verdicts + others).sorted {
            ($0.touchpoint.at, $0.touchpoint.id) < ($1.touchpoint.at, $1.touchpoint.id)
        }
        return Judgement(
            decision: Decision(credits: decision.credits, verdicts: all, bound: decision.bound), program: program,
            policy: policy, policyVersion: policyVersion, termsVersion: termsVersion)
    }

    /// How strong a program's claim to a conversion is: an eligible touch beats none, then the newest touch wins.
    fileprivate struct Claim: Comparable {
        var isEligible = false
        var at = Timestamp.distantPast
        var id: Identifier = ""

        static func < (one: Self, other: Self) -> Bool {
            if one.isEligible != other.isEligible { return other.isEligible }
            return (one.at, one.id) < (other.at, other.id)
        }
    }

    fileprivate var claim: Claim {
        decision.verdicts.filter { $0.touchpoint.referrer != nil }.map { judged in
            let isExcluded = if case .excluded = judged.verdict { true } else { false }
            return Claim(isEligible: !isExcluded, at: judged.touchpoint.at, id: judged.touchpoint.id)
        }.max() ?? Claim()
    }
}

extension EventRecorder {
    /// One conversion, one program: the one that the event names; else each program judges its own touches, and the
    /// one that holds the newest eligible touch takes it (ties: by touch id).
    func judge(_ subject: JudgedEvent, _ transaction: Transaction) throws -> Judgement {
        let connection = transaction.connection
        let named = try subject.namedProgram(connection)
        var gatherer = TouchGatherer(subject, secrets: secrets, terms, transaction)
        let touches = try gatherer.gather()
        let programs =
            try named.map { [$0] }
            ?? Set(touches.compactMap(\.program)).sorted().compactMap { try connection.program($0) }
        let judgements = try programs.map { try decide(subject, touches, in: $0, transaction) }
        guard let winner = judgements.max(by: { $0.claim < $1.claim }) else {
            return try decide(subject, touches, in: nil, transaction)
        }
        return winner.showing(judgements.filter { $0.program?.id != winner.program?.id })
    }

    private func decide(
        _ subject: JudgedEvent, _ all: [GatheredTouch], in program: Program?, _ transaction: Transaction
    ) throws -> Judgement {
        let connection = transaction.connection
        var own = all.filter { $0.program == nil || $0.program == program?.id }
        if program?.status != .active {
            for index in own.indices where own[index].touch.barred == nil {
                own[index].touch.barred = .programNotActive
            }
        }
        let version = try program.map { try connection.programVersion($0.id, at: subject.at) } ?? 0
        let terms = try program.flatMap { try self.terms.terms(of: $0.id, version: version, in: transaction) }
        let policy = terms?.attribution ?? AttributionPolicy()
        let journey = Journey(
            customer: try journeyCustomer(subject, connection), touchpoints: own.map(\.touch),
            conversion: JourneyConversion(at: subject.at, amount: subject.sale?.order.amount ?? 0))
        let decision = try Attribution.decide(journey, policy, disqualified: suspended(own, connection))
        let leader = decision.credits.leader(by: \.share)
        let earning = own.first { $0.touch.id == leader?.touchpoint }
        return Judgement(
            decision: decision, program: program, policy: policy, policyVersion: version,
            termsVersion: earning?.version ?? version)
    }

    /// All that is known of the person, by every key that the event names: a second account with the same email
    /// address neither makes a new customer nor hides an own referral.
    private func journeyCustomer(_ subject: JudgedEvent, _ connection: Connection) throws -> JourneyCustomer {
        let customers = Set(
            [subject.customer] + (try subject.touch.customer.flatMap { try connection.customers($0) }))
        let keys = Set(subject.touch.customer + (try customers.flatMap { try connection.keys(of: $0) }))
        let wasExisting = try customers.contains { try connection.wasExisting($0) }
        return JourneyCustomer(
            id: Identifier(subject.customer.text),
            ownReferrers: Set(try connection.referrers(withKeys: keys).map { Identifier($0.text) }),
            becameCustomerAt: wasExisting
                ? .distantPast : try customers.compactMap { try connection.firstPurchase(of: $0) }.min())
    }

    private func suspended(_ touches: [GatheredTouch], _ connection: Connection) throws -> Set<Identifier> {
        var suspended: Set<Identifier> = []
        for referrer in Set(touches.compactMap(\.touch.referrer)) {
            guard let id = ID<Referrer>(referrer.text), let stored = try connection.referrer(id) else { continue }
            if stored.status == .suspended { suspended.insert(referrer) }
        }
        return suspended
    }
}
