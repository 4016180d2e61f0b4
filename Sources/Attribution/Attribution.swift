// Attribution: who earned credit for a conversion, and why.
//
// In:     a journey (a conversion and the touchpoints before it, in any order), the program's policy, the
//         referrers that may not be credited.
// Out:    a decision: credits whose shares add up to the whole, or none, with a verdict on every touchpoint; and
//         the words that explain it.
// Never:  a clock, a random number, a database, a floating-point number. The same input gives the same answer for
//         good, and its order never matters.
// Next:   Domain/Policy.swift, what an operator may choose; then here Selection.swift and the rules that narrow it
//         (Filters, Duplicates, Outranking), Weights.swift with a file for each model, Explanation.swift.

import Domain

/// Judges one journey: select the touchpoints that count, weigh them, divide the conversion by the weights.
///
/// A bound customer (ATTRIBUTION.md §3.4) skips the last two steps: everything goes to the referrer of the binding.
/// - Parameter disqualified: referrers that may not be credited, by touchpoint or binding.
/// - Returns: no credits when no touchpoint is left; the whole conversion is then unattributed.
/// - Throws: `conflictingTouchpointID`; only this journey is then without an answer.
/// - Source: ATTRIBUTION.md §3 to §5.
package func decide(
    _ journey: Journey, _ policy: AttributionPolicy, disqualified: Set<Identifier>
) throws(AttributionError) -> Decision {
    var selection = try Selection(of: journey.touchpoints)
    selection.apply(Filters(journey: journey, policy: policy, disqualified: disqualified))

    if let bound = boundReferrer(of: journey.customer, policy, disqualified: disqualified) {
        selection.exclude { _ in .bound }
        let whole = Credit(referrer: bound, share: .whole, amount: journey.conversion.amount, touchpoint: nil)
        return Decision(credits: [whole], verdicts: selection.verdicts(weights: []), bound: bound)
    }

    selection.excludeDuplicates(within: policy.dedupeWindow)
    selection.excludeOutranked(by: policy.precedence)

    let eligible = selection.eligible
    let weights = weights(of: eligible, under: policy)
    return Decision(
        credits: credits(for: eligible, weights: weights, amount: journey.conversion.amount),
        verdicts: selection.verdicts(weights: weights), bound: nil)
}

/// Why a journey cannot be judged.
package enum AttributionError: Error, Hashable {
    /// One id stands for touchpoints that differ. Where several ids do: the least of them.
    case conflictingTouchpointID(Identifier)
}
