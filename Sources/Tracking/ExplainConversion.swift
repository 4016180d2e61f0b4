import Attribution
import Domain
import Store

/// Why a conversion was decided as it was: what was stored with it, and the sentences that a support agent reads out.
package struct Explanation: Sendable {
    /// The policy that judged it, before any reassignment, and its version; nil where no program did.
    package let policy: AttributionPolicy?
    package let policyVersion: Int64?
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
        let reassignments = try self.reassignments(of: row.id)
        let judged = reassignments.first?.before ?? FormerDecision(row)
        let terms = try judged.program.flatMap { try self.terms(of: $0, version: judged.policyVersion) }
        let policy = terms?.attribution ?? AttributionPolicy()
        let decision = remake(
            touches.map(\.judged), bound: row.bound(by: policy), amount: row.amount, under: policy)
        let isJudged = reassignments.isEmpty
        let flips = try isJudged ? row.facts.map { try self.flips(of: row, $0, touches, policy) } : nil
        let adjustment = try proposedAdjustment(of: row.id)
        var sentences = reassignments.reversed().map { told(of: $0) }
        if !isJudged { sentences.append("Before that, it was judged as follows.") }
        sentences += Attribution.sentences(decision, at: row.occurredAt, under: policy)
        if let adjustment { sentences.append(told(of: adjustment)) }
        return Explanation(
            policy: terms?.attribution, policyVersion: terms == nil ? nil : judged.policyVersion,
            touches: isJudged ? touches : touches.map { $0.credited(to: row.leader?.touchpoint) },
            judged: decision.credits, flips: flips,
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

extension JudgedTouch {
    /// As it is after a reassignment, which credits one touchpoint at the most and no other.
    fileprivate func credited(to touchpoint: String?) -> JudgedTouch {
        var other = self
        let touch = judged.touchpoint
        if touch.id.text == touchpoint {
            other.judged = TouchpointVerdict(touchpoint: touch, verdict: .credited(weight: .one))
        } else if !judged.isExcluded {
            other.judged = TouchpointVerdict(touchpoint: touch, verdict: .eligible)
        }
        return other
    }
}

private func told(of reassignment: Reassignment) -> String {
    "On \(reassignment.at.rfc3339) the whole conversion was credited to \(reassignment.referrer.text) by "
        + "\(reassignment.actor), whose reason was: \(reassignment.reason)"
}

private func told(of adjustment: ProposedAdjustment) -> String {
    let parts = adjustment.credits.map { "\($0.share.count) basis points to \($0.referrer.text)" }
    let count = adjustment.late.count
    return "\(count) touchpoint\(count == 1 ? "" : "s") reported after the decision would have changed it to "
        + (parts.isEmpty ? "nobody" : parts.joined(separator: ", ")) + "; nothing was changed."
}
