import Attribution
import Domain
import Store

extension EventRecorder {
    /// Judges an event by the program that it names; else by all programs that a touch or a binding leads to.
    func judge(_ subject: JudgedEvent, _ transaction: Transaction) throws -> Judgement {
        let connection = transaction.connection
        var gatherer = TouchGatherer(subject, secrets: secrets, terms, transaction)
        let touches = try gatherer.gather()
        let bindings =
            subject.isFirst ? [] : try connection.bindings(of: subject.customer).filter { $0.at <= subject.at }
        let programs =
            try subject.program.map { [$0] }
            ?? Set(touches.compactMap(\.program) + bindings.map(\.program)).sorted().compactMap {
                try terms.program($0, in: transaction)
            }
        let known = try facts(of: subject, touches, bindings, connection)
        let contenders = try programs.map { program in
            try contender(program, for: subject, known, bindings, transaction)
        }
        let inactive = Set(programs.filter { $0.status != .active }.map(\.id))
        let served = try connection.servedTouches(subject.kind, of: subject.customer, contenders)
        return try contest(
            among: contenders.orNone(known), touches: touches.map { $0.barred(inactive).consumed(served) },
            customer: Identifier(subject.customer.text),
            conversion: JourneyConversion(at: subject.at, amount: subject.sale?.order.amount ?? 0))
    }

    private func contender(
        _ program: Program, for subject: JudgedEvent, _ known: JourneyFacts, _ bindings: [BindingRow],
        _ transaction: Transaction
    ) throws -> Contender {
        let connection = transaction.connection
        let version = try connection.version(of: program, at: subject.at)
        let policy =
            try terms.terms(of: program.id, version: version, in: transaction)?.attribution ?? AttributionPolicy()
        var facts = known
        if program.isRunning(at: subject.at) {
            facts.boundReferrer = bindings.first { $0.program == program.id }.map { Identifier($0.referrer.text) }
        }
        if !policy.reusesTouches {
            facts.previousAt = try connection.lastCredited(
                subject.kind, of: subject.customer, in: program.id, until: subject.at)
        }
        return Contender(program: program.id, version: version, policy: policy, facts: facts)
    }

    /// All that is known of the person, by every key that the event names: a second account with the same email
    /// address neither makes a new customer nor hides an own referral.
    private func facts(
        of subject: JudgedEvent, _ touches: [GatheredTouch], _ bindings: [BindingRow], _ connection: Connection
    ) throws -> JourneyFacts {
        let touch = subject.touch
        // Of one who is first nobody had the shop's id, but others may have the email address or the phone number.
        let shared = subject.isFirst ? touch.customer.filter { $0.kind != .id } : touch.customer
        var customers = Set(try shared.flatMap { try connection.customers($0) }).union([subject.customer])
        if subject.isFirst { customers.remove(subject.customer) }
        let keys = Set(touch.customer + (try customers.flatMap { try connection.keys(of: $0) }))
        let wasExisting = try touch.isNewCustomer == false || customers.contains { try connection.wasExisting($0) }
        var facts = JourneyFacts()
        facts.ownReferrers = Set(try connection.referrers(withKeys: keys).map { Identifier($0.text) })
        facts.becameCustomerAt =
            wasExisting ? .distantPast : try customers.compactMap { try connection.firstPurchase(of: $0) }.min()
        facts.disqualified = try connection.suspended(
            among: Set(touches.compactMap(\.touch.referrer) + bindings.map { Identifier($0.referrer.text) }))
        return facts
    }
}

extension GatheredTouch {
    /// Barred where its program is not active.
    func barred(_ inactive: Set<ID<Program>>) -> GatheredTouch {
        guard touch.barred == nil, let program, inactive.contains(program) else { return self }
        var other = self
        other.touch.barred = .programNotActive
        return other
    }

    /// Barred where it has served a conversion in its program already.
    func consumed(_ served: [ID<Program>: Set<String>]) -> GatheredTouch {
        guard touch.barred == nil, let program, served[program]?.contains(touch.id.text) == true else { return self }
        var other = self
        other.touch.barred = .consumed
        return other
    }
}

extension Connection {
    /// The touches that a conversion of the customer was credited for, in programs where a touch serves one only. Orders
    /// may be reported in any order, so the time of the conversion before says too little.
    func servedTouches(
        _ kind: ConversionKind, of customer: ID<Customer>, _ contenders: [Contender]
    ) throws -> [ID<Program>: Set<String>] {
        var served: [ID<Program>: Set<String>] = [:]
        for contender in contenders where !contender.policy.reusesTouches {
            guard let program = contender.program else { continue }
            served[program] = try creditedTouches(kind, of: customer, in: program)
        }
        return served
    }

    func suspended(among referrers: Set<Identifier>) throws -> Set<Identifier> {
        try referrers.filter { referrer in
            try ID<Referrer>(referrer.text).flatMap { try status(of: $0) } == .suspended
        }
    }
}
