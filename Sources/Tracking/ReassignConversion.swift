import Attribution
import Domain
import Ledger
import Store

/// What an admin wants a conversion to be.
package struct ReassignmentOrder: Sendable {
    package let referrer: Referrer
    /// nil: the conversion's own program, or the default one where it has none.
    package let program: Program?
    package let reason: String
    /// Who wants it.
    package let actor: String

    package init(referrer: Referrer, program: Program?, reason: String, actor: String) {
        self.referrer = referrer
        self.program = program
        self.reason = reason
        self.actor = actor
    }
}

/// A conversion after an admin credited another referrer.
package struct Reassigned: Sendable {
    package let conversion: ConversionRow
    /// Those taken back, as they are now, and those granted.
    package let rewards: [RewardRow]
    package let refused: [RefusedReward]
}

extension EventRecorder {
    /// Gives a conversion whole to another referrer: what the old decision granted is taken back, the new one's rewards
    /// are granted by the same rules, and both decisions stay on record. A reward that comes out the same stays as it
    /// is, so that an invitee keeps a coupon whoever recommended.
    /// - Throws: `TrackingError.alreadyCredited`, `.suspended`, `.noProgram`.
    package func reassign(
        _ conversion: ConversionRow, _ order: ReassignmentOrder, in transaction: Transaction
    ) throws -> Reassigned {
        let connection = transaction.connection
        let changed = try redecided(conversion, order, connection)
        try connection.insert(
            Reassignment(
                conversion: changed.id, revision: changed.revision, referrer: order.referrer.id, at: transaction.now,
                actor: order.actor, reason: order.reason, before: FormerDecision(conversion)))
        try connection.redecide(changed)
        try connection.withdrawAdjustment(of: changed.id)
        try rebind(changed, transaction)

        let shopOrder = try conversion.orderID.flatMap { try connection.order($0) }
        let granted =
            shopOrder?.order.state.isEnd == true
            ? Granted()
            : try grants(
                for: changed, order: shopOrder?.order, isFirstSignup: try isFirstSignup(changed, connection),
                releasedAt: try shopOrder.flatMap { try releasedAt($0, changed, transaction) }, transaction)
        let rewards = try exchange(changed, granted.rewards, order, transaction)
        try transaction.record(
            order.actor, "conversion.reassign", changed.id.text, reason: order.reason,
            detail: ["from": conversion.told, "to": changed.told])
        return Reassigned(conversion: changed, rewards: rewards, refused: granted.refused)
    }

    private func redecided(
        _ conversion: ConversionRow, _ order: ReassignmentOrder, _ connection: Connection
    ) throws -> ConversionRow {
        let referrer = order.referrer.id
        guard order.referrer.status == .active else { throw TrackingError.suspended(referrer) }
        let program =
            try order.program?.id ?? conversion.program ?? connection.defaultProgramID()
        guard let program else { throw TrackingError.noProgram }
        try check(program, referrer, conversion, connection)
        guard conversion.credits.map(\.referrer) != [referrer] || program != conversion.program else {
            throw TrackingError.alreadyCredited(conversion.id, referrer)
        }
        var changed = conversion
        if program != conversion.program {
            changed.policyVersion = try connection.programVersion(program, at: conversion.occurredAt)
        }
        // The terms are those of a touch that promised something, the one that earned before all; one that came later or
        // was a bot's did not.
        let promises = try connection.touches(of: conversion.id).filter { touch in
            touch.judged.isPromise && touch.judged.touchpoint.referrer?.text == referrer.text
                && GatheredTouch(touch, of: conversion).program == program
        }
        let touch = (promises.last(where: \.judged.isCredited) ?? promises.last).map {
            GatheredTouch($0, of: conversion)
        }
        changed.program = program
        changed.termsVersion = touch?.version ?? changed.policyVersion
        changed.status = .credited
        changed.reasons = []
        changed.revision += 1
        changed.credits = [
            CreditRow(
                referrer: referrer, share: .whole, amount: conversion.amount,
                touchpoint: touch?.touch.id.text, because: "reassigned: \(order.reason)")
        ]
        return changed
    }

    /// An admin decides who earned it, but not against what the program is: a draft credits nobody, and own referrals only
    /// where its policy lets them.
    private func check(
        _ program: ID<Program>, _ referrer: ID<Referrer>, _ conversion: ConversionRow, _ connection: Connection
    ) throws {
        guard let found = try connection.program(program) else { throw TrackingError.noProgram }
        guard found.status != .draft else { throw TrackingError.draft(found.slug) }
        let isOwn = conversion.facts?.ownReferrers.contains(Identifier(referrer.text)) ?? false
        if isOwn, found.terms.attribution.excludesSelfReferrals { throw TrackingError.ownReferral(referrer) }
    }

    /// A binding that the conversion made goes with it.
    private func rebind(_ conversion: ConversionRow, _ transaction: Transaction) throws {
        try transaction.connection.unbind(by: conversion.id, of: conversion.customer)
        guard let program = conversion.program else { return }
        let policy = try terms.terms(of: program, version: conversion.policyVersion, in: transaction)?.attribution
        try bind(conversion, under: policy ?? AttributionPolicy(), transaction)
    }

    /// When the order reached the state that releases rewards, by a reward that was held from then on, or else by what was
    /// reported after the order: a hold must not be over because the decision came late. nil: with the order itself.
    private func releasedAt(
        _ order: OrderRow, _ conversion: ConversionRow, _ transaction: Transaction
    ) throws -> Timestamp? {
        guard let program = conversion.program,
            let terms = try terms.terms(of: program, version: conversion.termsVersion, in: transaction)
        else { return nil }
        let old = try transaction.connection.rewards(of: conversion.id).map(\.reward)
            .first { $0.releaseAt != nil && $0.terms.releaseOn == terms.releaseOn }
        if let old, let releaseAt = old.releaseAt { return releaseAt + -old.terms.holdDays * Timestamp.day }
        return try OrderState.allCases.filter { $0.hasReached(terms.releaseOn) }.compactMap { state in
            try transaction.connection.event(naturalKey: "state:\(state.rawValue):\(order.orderID)")
        }.map { max($0.occurredAt, order.occurredAt) }.min()
    }

    /// Takes back what the new decision does not grant, and grants what the old one had not.
    private func exchange(
        _ conversion: ConversionRow, _ granted: [RewardChange], _ order: ReassignmentOrder,
        _ transaction: Transaction
    ) throws -> [RewardRow] {
        var new = granted
        var rewards: [RewardRow] = []
        for old in try transaction.connection.rewards(of: conversion.id) where !old.reward.status.isEnd {
            if let same = new.firstIndex(where: { $0.reward.isWorthTheSame(as: old.reward) }) {
                new.remove(at: same)
                continue
            }
            guard let change = revoked(old.reward) else { continue }
            rewards.append(
                try transaction.apply(change, to: old, actor: order.actor, reason: "reassigned: \(order.reason)"))
        }
        for change in new {
            rewards.append(
                try transaction.book(
                    new: change, for: conversion, actor: order.actor, reason: "reassigned: \(order.reason)"))
        }
        return rewards
    }

    private func isFirstSignup(_ conversion: ConversionRow, _ connection: Connection) throws -> Bool {
        try !connection.creditedSignups(of: conversion.customer, limit: TouchGatherer.limit)
            .contains { $0.program == conversion.program && $0.id < conversion.id }
    }
}

extension TouchpointVerdict {
    /// Whether it could have earned but for another's touches, or a binding. A duplicate promises nothing: the click that
    /// it repeats does.
    fileprivate var isPromise: Bool {
        switch verdict {
        case .credited, .eligible, .excluded(.outranked), .excluded(.bound): true
        case .excluded: false
        }
    }

    fileprivate var isCredited: Bool {
        if case .credited = verdict { true } else { false }
    }
}

extension ConversionRow {
    /// `ref_ada 10000` for each credit.
    fileprivate var told: String {
        credits.map { "\($0.referrer.text) \($0.share.count)" }.joined(separator: ", ")
    }
}
