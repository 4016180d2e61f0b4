import Attribution
import Domain
import Ledger
import Store

extension EventRecorder {
    /// Writes a judged conversion with its credits, touchpoints, rewards and entries.
    func reward(
        _ subject: JudgedEvent, _ judgement: Judgement, _ event: ReportedEvent, _ transaction: Transaction
    ) throws -> RecordedEvent {
        let program = judgement.contender.program
        let isFirstSignup =
            try subject.isFirst || isFirstSignup(subject.customer, in: program, transaction.connection)
        let conversion = conversionRow(subject, judgement, transaction)
        try transaction.connection.insert(conversion)
        try transaction.connection.insert(judgement.touches, of: conversion.id)
        try bind(conversion, under: judgement.contender.policy, transaction)
        var recorded = RecordedEvent(id: subject.event, type: event.type)
        recorded.conversion = conversion
        let granted = try grants(
            for: conversion, order: subject.sale?.order, isFirstSignup: isFirstSignup,
            versions: judgement.termsVersions, transaction)
        recorded.refused = granted.refused
        for change in granted.rewards {
            recorded.rewards.append(
                try transaction.book(
                    new: change, for: conversion, actor: event.actor,
                    reason: "granted for a \(subject.kind.rawValue)"))
        }
        return recorded
    }

    /// What the program's rules grant for a conversion; nothing without a program.
    ///
    /// Terms are pinned at the touch: each referrer gets what its own touch's version promises, invitees and what cannot
    /// be divided go by the touch that earned most.
    /// - Parameters:
    ///   - order: as it is now; nil for a signup.
    ///   - versions: the terms' version of each referrer, where it is not the conversion's.
    ///   - releasedAt: when the order reached the releasing state, where that was after the conversion.
    func grants(
        for conversion: ConversionRow, order: Order?, isFirstSignup: Bool, versions: [Identifier: Int64] = [:],
        releasedAt: Timestamp? = nil, _ transaction: Transaction
    ) throws -> Granted {
        func granted(by version: Int64) throws -> Granted {
            guard let program = conversion.program,
                let terms = try terms.terms(of: program, version: version, in: transaction)
            else { return Granted() }
            return grant(
                terms.rewards,
                GrantContext(
                    program: program, kind: conversion.kind, at: conversion.occurredAt, order: order,
                    programCurrency: terms.currency, releaseOn: terms.releaseOn, autoApprove: terms.autoApprove,
                    credits: conversion.credits.map { CreditedShare(referrer: $0.referrer, share: $0.share) },
                    invitee: conversion.customer, isFirstSignup: isFirstSignup, releasedAt: releasedAt),
                now: transaction.now)
        }
        func version(of person: Person) -> Int64 {
            guard case .referrer(let referrer) = person else { return conversion.termsVersion }
            return versions[Identifier(referrer.text)] ?? conversion.termsVersion
        }
        let main = try granted(by: conversion.termsVersion)
        let others = Set(versions.values).subtracting([conversion.termsVersion]).sorted()
        guard !others.isEmpty else { return main }
        let kept = main.rewards.filter { version(of: $0.reward.person) == conversion.termsVersion }
        let added = try others.flatMap { other in
            try granted(by: other).rewards.filter { change in
                // What cannot be divided is the leader's, by the leader's version.
                change.reward.kind.isDivisible && version(of: change.reward.person) == other
            }
        }
        return Granted(rewards: kept + added, refused: main.refused)
    }

    /// The first credited conversion binds the customer where the policy locks.
    func bind(
        _ conversion: ConversionRow, under policy: AttributionPolicy, _ transaction: Transaction
    ) throws {
        guard policy.binding == .locked, let program = conversion.program, let leader = conversion.leader else {
            return
        }
        try transaction.connection.bind(
            BindingRow(
                customer: conversion.customer, program: program, referrer: leader.referrer,
                conversion: conversion.id, at: conversion.occurredAt))
    }

    private func conversionRow(
        _ subject: JudgedEvent, _ judgement: Judgement, _ transaction: Transaction
    ) -> ConversionRow {
        let decision = judgement.decision
        let status = status(of: decision)
        var row = ConversionRow(
            id: transaction.mint(Conversion.self), event: subject.event, kind: subject.kind, status: status,
            reasons: status == .credited ? [] : reasons(decision), program: judgement.contender.program,
            policyVersion: judgement.contender.version, termsVersion: judgement.termsVersion,
            customer: subject.customer, orderID: subject.sale?.orderID, amount: subject.sale?.order.amount ?? 0,
            currency: subject.sale?.order.currency, occurredAt: subject.at,
            credits: judgement.creditRows(at: subject.at))
        row.facts = judgement.contender.facts
        row.namesProgram = subject.touch.program != nil
        return row
    }

    private func isFirstSignup(
        _ customer: ID<Customer>, in program: ID<Program>?, _ connection: Connection
    ) throws -> Bool {
        try !connection.creditedSignups(of: customer, limit: TouchGatherer.limit).contains { $0.program == program }
    }
}

extension Judgement {
    /// - Parameter moment: of the conversion.
    func creditRows(at moment: Timestamp) -> [CreditRow] {
        decision.credits.compactMap { credit in
            ID<Referrer>(credit.referrer.text).map {
                CreditRow(
                    referrer: $0, share: credit.share, amount: credit.amount, touchpoint: credit.touchpoint?.text,
                    because: because(credit, in: decision, at: moment, under: contender.policy))
            }
        }
    }
}

extension Transaction {
    /// Writes a reward that was granted.
    func book(
        new change: RewardChange, for conversion: ConversionRow, actor: String, reason: String
    ) throws -> RewardRow {
        let row = RewardRow(
            id: mint(Reward.self), conversion: conversion.id, revision: conversion.revision, reward: change.reward)
        try connection.insert(row)
        try book(change, of: row.id, actor: actor, reason: reason)
        return row
    }

    /// Writes what happened to a reward: the step in its history and its entries. The row itself is the caller's.
    func book(_ change: RewardChange, of reward: ID<Reward>, actor: String, reason: String) throws {
        try connection.insert(
            RewardStep(
                status: change.reward.status, reversed: change.reward.reversed, at: now, actor: actor, reason: reason),
            of: reward)
        for entry in change.entries {
            try connection.insert(entry, id: mint(Entry.self), of: reward)
        }
    }

    /// Changes a stored reward.
    /// - Returns: the reward as it is now.
    func apply(_ change: RewardChange, to row: RewardRow, actor: String, reason: String) throws -> RewardRow {
        var changed = row
        changed.reward = change.reward
        try connection.update(changed)
        try book(change, of: row.id, actor: actor, reason: reason)
        return changed
    }
}
