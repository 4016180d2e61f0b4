// Attribution: who earned credit for a conversion, and why.
//
// In:     a journey (a conversion and the touchpoints before it, in any order), the program's policy, the
//         referrers that may not be credited; for learned models, what many journeys taught them.
// Out:    a decision: credits whose shares add up to the whole, or none, with a verdict on every touchpoint; and
//         the words that explain it.
// Never:  a clock, a random number, a database. The same input gives the same answer for good, and its order never
//         matters. Floating point only where a power or an equation asks for it: TimeDecay.swift, Learned/.
// Next:   Domain/Policy.swift, what an operator may choose; then here Selection.swift and the rules that narrow it
//         (Filters, Duplicates, Outranking), Winner.swift and Weights.swift, what a model gives, Division.swift; Learned/ for
//         what is learned from many journeys, Replay/ for what another policy would have said, Explanation.swift.

import Domain

/// Judges one journey: select the touchpoints that count, weigh them, divide the conversion by the weights.
///
/// A bound customer (ATTRIBUTION.md §3.4) skips the last two steps: everything goes to the referrer of the binding.
/// - Parameters:
///   - disqualified: referrers that may not be credited, by touchpoint or binding.
///   - effects: what a learned model gives each referrer; without it such a model gives all the same.
/// - Returns: no credits when no touchpoint is left, the whole conversion is then unattributed; nor when the journey
///   did not convert.
/// - Throws: `conflictingTouchpointID`; only this journey is then without an answer.
/// - Source: ATTRIBUTION.md §3 to §5.
package func decide(
    _ journey: Journey, _ policy: AttributionPolicy, disqualified: Set<Identifier>, effects: Effects? = nil
) throws(AttributionError) -> Decision {
    let selection = try Selection(of: journey, under: policy, disqualified: disqualified)
    guard let conversion = journey.conversion else {
        return Decision(credits: [], verdicts: selection.verdicts(weights: []), bound: selection.bound)
    }
    if let bound = selection.bound {
        let whole = Credit(referrer: bound, share: .whole, amount: conversion.amount, touchpoint: nil)
        return Decision(credits: [whole], verdicts: selection.verdicts(weights: []), bound: bound)
    }
    let division = Division(of: conversion.amount, between: selection.eligible, under: policy, effects: effects)
    return Decision(credits: division.credits, verdicts: selection.verdicts(weights: division.weights), bound: nil)
}

/// Why a journey cannot be judged.
package enum AttributionError: Error, Hashable {
    /// One id stands for touchpoints that differ. Where several ids do: the least of them.
    case conflictingTouchpointID(Identifier)

    /// Stable: documents have it.
    package var code: String { "conflicting_touchpoint_id" }
}
