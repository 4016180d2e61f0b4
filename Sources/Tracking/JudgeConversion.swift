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
        let named = try subject.touch.program.map { try connection.program(named: $0) }
        var gatherer = TouchGatherer(subject, secrets: secrets, transaction)
        let touches = try gatherer.gather()
        let programs =
            try named.map { [$0] }
            ?? Set(touches.compactMap(\.program)).sorted().compactMap { try connection.program($0) }
        guard !programs.isEmpty else {
            return try decide(subject, touches, in: nil, connection)
        }
        let judgements = try programs.map { try decide(subject, touches, in: $0, connection) }
        return judgements.max { $0.claim < $1.claim } ?? judgements[0]
    }

    private func decide(
        _ subject: JudgedEvent, _ all: [GatheredTouch], in program: Program?, _ connection: Connection
    ) throws -> Judgement {
        var own = all.filter { $0.program == nil || $0.program == program?.id }
        if program?.status != .active {
            for index in own.indices where own[index].touch.barred == nil {
                own[index].touch.barred = .programNotActive
            }
        }
        let version = try program.map { try connection.programVersion($0.id, at: subject.at) } ?? 0
        let terms = try program.flatMap { try connection.terms(of: $0.id, version: version) }
        let policy = terms?.attribution ?? AttributionPolicy()
        let journey = Journey(
            customer: try journeyCustomer(subject.customer, connection), touchpoints: own.map(\.touch),
            conversion: JourneyConversion(at: subject.at, amount: subject.sale?.order.amount ?? 0))
        let decision = try Attribution.decide(journey, policy, disqualified: suspended(own, connection))
        let leader = decision.credits.reduce(nil as Credit?) { best, next in
            guard let best, best.share >= next.share else { return next }
            return best
        }
        let earning = own.first { $0.touch.id == leader?.touchpoint }
        return Judgement(
            decision: decision, program: program, policy: policy, policyVersion: version,
            termsVersion: earning?.version ?? version)
    }

    private func journeyCustomer(_ customer: ID<Customer>, _ connection: Connection) throws -> JourneyCustomer {
        JourneyCustomer(
            id: Identifier(customer.text),
            ownReferrers: Set(try connection.ownReferrers(of: customer).map { Identifier($0.text) }),
            becameCustomerAt: try connection.wasExisting(customer)
                ? .distantPast : connection.firstPurchase(of: customer))
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
