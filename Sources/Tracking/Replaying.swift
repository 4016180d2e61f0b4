import Attribution
import Domain
import Store

/// History under another policy, on the way from the oldest conversion to the newest.
struct Replaying {
    private let question: WhatIfQuestion
    private let connection: Connection
    private var versions: PolicyVersions
    private var bindings: [ID<Customer>: Identifier?] = [:]
    private var last: [Conversions: Timestamp?] = [:]
    /// Of each customer: the signups that would have credited somebody else, with the touch each would be, or none.
    private var signups: [ID<Customer>: [Identifier: GatheredTouch?]] = [:]
    var answer = WhatIfAnswer()

    /// A customer's conversions of one kind.
    private struct Conversions: Hashable {
        let customer: ID<Customer>
        let kind: ConversionKind
    }

    init(_ question: WhatIfQuestion, _ connection: Connection) {
        self.question = question
        self.connection = connection
        versions = PolicyVersions(connection)
    }

    private var program: ID<Program> { question.program.id }

    mutating func judge(_ judged: JudgedConversion) throws {
        let row = judged.row
        guard try concerns(judged) else { return }
        guard row.revision == 0, let facts = row.facts else {
            if row.revision == 0 { answer.unknown += 1 } else { answer.reassigned += 1 }
            // It stands as it is, and what follows from it does.
            if row.program == program, let leader = row.leader { try remember(leader.referrer, of: row) }
            return
        }
        let touches = withSignups(judged.touches, of: row).map(refrozen)
        let judgement = try contest(
            among: contenders(for: row, facts, touches).orNone(facts), touches: touches,
            customer: Identifier(row.customer.text),
            conversion: JourneyConversion(at: row.occurredAt, amount: row.amount))
        try remember(judgement, of: row)
        let before = row.credits.map {
            Credit(referrer: Identifier($0.referrer.text), share: $0.share, amount: $0.amount, touchpoint: nil)
        }
        let after = judgement.decision.credits
        guard answer.replay.add(before: before, after: after, amount: row.amount, in: row.currency) else { return }
        answer.changes.append(
            WhatIfAnswer.Change(
                conversion: row, after: after, reasons: reasons(judgement.decision),
                program: judgement.contender.program))
        // Twice the list, then the older half goes: so each change is moved once at the most.
        if answer.changes.count >= 2 * max(1, question.limit) {
            answer.changes.removeFirst(answer.changes.count - question.limit)
        }
    }

    /// Whether the program took the conversion, had a touchpoint of it, or would have bound its customer before.
    private mutating func concerns(_ judged: JudgedConversion) throws -> Bool {
        if judged.row.program == program { return true }
        guard !judged.row.namesProgram else { return false }
        return try judged.touches.contains { $0.program == program } || bound(judged.row) != nil
    }

    private mutating func contenders(
        for row: ConversionRow, _ known: JourneyFacts, _ touches: [GatheredTouch]
    ) throws -> [Contender] {
        var programs = row.namesProgram ? [] : Set(touches.compactMap(\.program))
        if !row.namesProgram, try bound(row) != nil { programs.insert(program) }
        return try programs.union([row.program].compactMap(\.self)).sorted().map { other in
            var facts = known
            guard other == program else {
                let (policy, version) = try versions.policy(of: other, at: row.occurredAt)
                if other != row.program { (facts.boundReferrer, facts.previousAt) = (nil, nil) }
                return Contender(program: other, version: version, policy: policy, facts: facts)
            }
            facts.boundReferrer = try bound(row)
            // When somebody was suspended is not kept, so it counts who is now.
            facts.disqualified.formUnion(try connection.suspended(among: Set([facts.boundReferrer].compactMap(\.self))))
            facts.previousAt = question.policy.reusesTouches ? nil : try previous(row)
            return Contender(program: program, version: row.policyVersion, policy: question.policy, facts: facts)
        }
    }

    /// The referrer that a conversion before the stretch of time bound the customer to, or one within it would have;
    /// nil also where the policy binds nobody.
    private mutating func bound(_ row: ConversionRow) throws -> Identifier? {
        guard question.policy.binding == .locked, question.program.terms.schedule.contains(row.occurredAt) else {
            return nil
        }
        if let known = bindings[row.customer] { return known }
        let binding = try connection.bindings(of: row.customer).first {
            $0.program == program && $0.at < question.range.from
        }
        let referrer = binding.map { Identifier($0.referrer.text) }
        bindings[row.customer] = .some(referrer)
        return referrer
    }

    private mutating func previous(_ row: ConversionRow) throws -> Timestamp? {
        let key = Conversions(customer: row.customer, kind: row.kind)
        if let known = last[key] { return known }
        let before = question.range.from + -1
        let previous = try connection.lastCredited(row.kind, of: row.customer, in: program, until: before)
        last[key] = .some(previous)
        return previous
    }

    private mutating func remember(_ judgement: Judgement, of row: ConversionRow) throws {
        let leader = judgement.decision.credits.leader(by: \.share)?.referrer
        let isElsewhere = leader?.text != row.leader?.referrer.text || judgement.contender.program != row.program
        if row.kind == .signup, isElsewhere {
            signups[row.customer, default: [:]][Identifier(row.id.text)] = .some(
                leader.map { leader in
                    GatheredTouch(
                        touch: Touchpoint(
                            id: Identifier(row.id.text), referrer: leader, kind: .signup, at: row.occurredAt,
                            lookback: judgement.contender.policy.window(for: .signup)),
                        program: judgement.contender.program, version: judgement.termsVersion)
                })
        }
        if judgement.contender.program == program, let leader = leader.flatMap({ ID<Referrer>($0.text) }) {
            try remember(leader, of: row)
        }
    }

    /// What follows from a conversion that the program credited.
    private mutating func remember(_ leader: ID<Referrer>, of row: ConversionRow) throws {
        if question.policy.binding == .locked, try bound(row) == nil {
            bindings[row.customer] = .some(Identifier(leader.text))
        }
        if !question.policy.reusesTouches, try !isUndone(row) {
            last[Conversions(customer: row.customer, kind: row.kind)] = .some(row.occurredAt)
        }
    }

    /// Whether the order came to nothing, so that what earned it may earn again.
    private func isUndone(_ row: ConversionRow) throws -> Bool {
        try row.orderID.flatMap { try connection.order($0) }?.order.state.isEnd ?? false
    }

    /// With the signups as they would have been credited.
    private func withSignups(_ touches: [GatheredTouch], of row: ConversionRow) -> [GatheredTouch] {
        guard let changed = signups[row.customer] else { return touches }
        let others = changed.values.compactMap(\.self).filter {
            $0.touch.at <= row.occurredAt && (!row.namesProgram || $0.program == row.program)
        }
        return touches.filter { changed[$0.touch.id] == nil } + others
    }

    /// As the touch would be under the policy: with its window, and not yet used by any conversion.
    private func refrozen(_ touch: GatheredTouch) -> GatheredTouch {
        guard touch.program == program else { return touch }
        var other = touch
        if touch.touch.barred == .consumed { other.touch.barred = nil }
        let window = question.policy.window(for: touch.touch.kind)
        if window != question.program.terms.attribution.window(for: touch.touch.kind) {
            other.touch.lookback = window
        }
        return other
    }
}
