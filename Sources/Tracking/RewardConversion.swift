import Attribution
import Domain
import Ledger
import Store

extension EventRecorder {
    /// Writes a judged conversion with its credits, touchpoints, rewards and entries.
    func reward(
        _ subject: JudgedEvent, _ judgement: Judgement, _ event: ReportedEvent, _ transaction: Transaction
    ) throws -> RecordedEvent {
        let isFirstSignup = try isFirstSignup(subject, in: judgement.program, transaction.connection)
        let conversion = conversionRow(subject, judgement, transaction)
        try transaction.connection.insert(conversion)
        try transaction.connection.insert(judgement.decision.verdicts, of: conversion.id)
        var recorded = RecordedEvent(id: subject.event, type: event.type)
        recorded.conversion = conversion
        guard let program = judgement.program,
            let terms = try terms.terms(of: program.id, version: judgement.termsVersion, in: transaction)
        else { return recorded }
        let granted = grant(
            terms.rewards,
            GrantContext(
                program: program.id, kind: subject.kind, at: subject.at, order: subject.sale?.order,
                programCurrency: terms.currency, releaseOn: terms.releaseOn, autoApprove: terms.autoApprove,
                credits: conversion.credits.map { CreditedShare(referrer: $0.referrer, share: $0.share) },
                invitee: subject.customer, isFirstSignup: isFirstSignup),
            now: transaction.now)
        recorded.refused = granted.refused
        for change in granted.rewards {
            let row = RewardRow(
                id: transaction.mint(Reward.self), conversion: conversion.id, reward: change.reward)
            try transaction.connection.insert(row)
            try transaction.book(
                change, of: row.id, actor: event.actor, reason: "granted for a \(subject.kind.rawValue)")
            recorded.rewards.append(row)
        }
        return recorded
    }

    private func conversionRow(
        _ subject: JudgedEvent, _ judgement: Judgement, _ transaction: Transaction
    ) -> ConversionRow {
        let decision = judgement.decision
        let credits = decision.credits.compactMap { credit in
            ID<Referrer>(credit.referrer.text).map {
                CreditRow(
                    referrer: $0, share: credit.share, amount: credit.amount, touchpoint: credit.touchpoint?.text,
                    because: because(credit, in: decision, at: subject.at, under: judgement.policy))
            }
        }
        let status = status(of: decision)
        return ConversionRow(
            id: transaction.mint(Conversion.self), event: subject.event, kind: subject.kind, status: status,
            reasons: status == .credited ? [] : reasons(decision), program: judgement.program?.id,
            policyVersion: judgement.policyVersion, termsVersion: judgement.termsVersion, customer: subject.customer,
            orderID: subject.sale?.orderID, amount: subject.sale?.order.amount ?? 0,
            currency: subject.sale?.order.currency, occurredAt: subject.at, credits: credits)
    }

    private func isFirstSignup(
        _ subject: JudgedEvent, in program: Program?, _ connection: Connection
    ) throws -> Bool {
        try !connection.creditedSignups(of: subject.customer, limit: TouchGatherer.limit)
            .contains { $0.program == program?.id }
    }
}

extension Transaction {
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
