import Domain

/// A decision made again from what was kept of it: the same touchpoints, verdicts and credits, with the weights and the
/// rules of odd units besides.
/// - Parameters:
///   - verdicts: in the order (time, id).
///   - bound: the referrer of a binding that took everything.
package func remake(
    _ verdicts: [TouchpointVerdict], bound: Identifier?, amount: Int64, under policy: AttributionPolicy
) -> Decision {
    if let bound {
        let whole = Credit(referrer: bound, share: .whole, amount: amount, touchpoint: nil)
        return Decision(credits: [whole], verdicts: verdicts, bound: bound)
    }
    let eligible = verdicts.filter { !$0.isExcluded }.map(\.touchpoint)
    let division = Division(of: amount, between: Eligible(eligible), under: policy, effects: nil)
    return Decision(credits: division.credits, verdicts: verdicts, bound: nil)
}

extension TouchpointVerdict {
    /// Whether a rule left it out, so that the model never saw it.
    package var isExcluded: Bool {
        if case .excluded = verdict { true } else { false }
    }
}
