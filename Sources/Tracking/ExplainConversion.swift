import Attribution
import Domain
import Store

/// Why a conversion was decided as it was: what was stored with it, and the sentences that a support agent reads out.
package struct Explanation: Sendable {
    /// nil where no program judged it.
    package let policy: AttributionPolicy?
    /// In the order (time, id).
    package let touches: [JudgedTouch]
    /// As they were judged, with weights and odd units. Of a reassigned conversion: before that.
    package let judged: [Credit]
    /// Small changes that would flip the winner; nil where an admin has decided, and for a conversion whose facts were
    /// not kept.
    package let flips: [Flip]?
    package let reassignments: [Reassignment]
    package let adjustment: ProposedAdjustment?
    package let sentences: [String]
}

extension Connection {
    /// The decision is not made anew: touchpoints and verdicts are those of its day, and what is computed of them, the
    /// weights and who got odd units, comes out as it did then.
    package func explain(_ row: ConversionRow) throws -> Explanation {
        let touches = try self.touches(of: row.id)
        let terms = try row.program.flatMap { try self.terms(of: $0, version: row.policyVersion) }
        let policy = terms?.attribution ?? AttributionPolicy()
        let reassignments = try self.reassignments(of: row.id)
        let decision = remake(
            touches.map(\.judged), bound: row.bound(by: policy), amount: row.amount, under: policy)
        let isJudged = reassignments.isEmpty
        let flips = try isJudged ? row.facts.map { try self.flips(of: row, $0, touches, policy) } : nil
        let adjustment = try proposedAdjustment(of: row.id)
        var sentences = Attribution.sentences(decision, at: row.occurredAt, under: policy)
        sentences += reassignments.map { told(of: $0) }
        if let adjustment { sentences.append(told(of: adjustment)) }
        return Explanation(
            policy: terms?.attribution, touches: touches, judged: decision.credits, flips: flips,
            reassignments: reassignments, adjustment: adjustment, sentences: sentences)
    }

    /// Within the program that took the conversion.
    private func flips(
        of row: ConversionRow, _ facts: JourneyFacts, _ touches: [JudgedTouch], _ policy: AttributionPolicy
    ) throws -> [Flip] {
        let own = touches.filter { $0.program == nil || $0.program == row.program }.map(\.judged.touchpoint)
        let journey = Journey(
            customer: JourneyCustomer(Identifier(row.customer.text), facts), touchpoints: own,
            conversion: JourneyConversion(at: row.occurredAt, amount: row.amount, previousAt: facts.previousAt))
        return try Attribution.flips(of: journey, policy, disqualified: facts.disqualified)
    }
}

extension ConversionRow {
    /// The referrer that the judgement gave everything to by a binding.
    fileprivate func bound(by policy: AttributionPolicy) -> Identifier? {
        guard let facts else { return nil }
        let journey = Journey(
            customer: JourneyCustomer(Identifier(customer.text), facts), touchpoints: [],
            conversion: JourneyConversion(at: occurredAt))
        return (try? decide(journey, policy, disqualified: facts.disqualified))?.bound
    }
}

private func told(of reassignment: Reassignment) -> String {
    "On \(reassignment.at.rfc3339), \(reassignment.actor) credited the whole to \(reassignment.referrer.text): "
        + "\(reassignment.reason)"
}

private func told(of adjustment: ProposedAdjustment) -> String {
    let parts = adjustment.credits.map { "\($0.share.count) basis points to \($0.referrer.text)" }
    let count = adjustment.late.count
    return "\(count) touchpoint\(count == 1 ? "" : "s") reported after the decision would have changed it to "
        + (parts.isEmpty ? "nobody" : parts.joined(separator: ", ")) + "; nothing was changed."
}
