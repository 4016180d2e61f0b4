import Attribution
import Domain
import Store

/// Why a conversion was decided as it was: what was stored with it, and the sentences that a support agent reads out.
package struct Explanation: Sendable {
    /// nil where no program judged it.
    package let policy: AttributionPolicy?
    /// In the order (time, id).
    package let verdicts: [TouchpointVerdict]
    package let sentences: [String]
}

extension Connection {
    /// The decision is not computed again: touchpoints, verdicts and credits are those of its day.
    package func explain(_ row: ConversionRow) throws -> Explanation {
        let verdicts = try verdicts(of: row.id)
        let policy = try row.program.flatMap { try terms(of: $0, version: row.policyVersion) }?.attribution
        let credits = row.credits.map {
            Credit(
                referrer: Identifier($0.referrer.text), share: $0.share, amount: $0.amount,
                touchpoint: $0.touchpoint.map { Identifier($0) })
        }
        // No policy binds yet (`binding: locked` is refused), so no stored decision has a bound referrer.
        let decision = Decision(credits: credits, verdicts: verdicts, bound: nil)
        return Explanation(
            policy: policy, verdicts: verdicts,
            sentences: Attribution.sentences(decision, at: row.occurredAt, under: policy ?? AttributionPolicy()))
    }
}
