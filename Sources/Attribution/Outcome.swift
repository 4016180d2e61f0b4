import Domain

/// What a decision comes to: ruling a known referrer out is a rejection, knowing none is not.
package func status(of decision: Decision) -> ConversionStatus {
    if !decision.credits.isEmpty { return .credited }
    let isReferrerKnown = decision.verdicts.contains { $0.touchpoint.referrer != nil }
    return isReferrerKnown ? .rejected : .unattributed
}

/// Why a conversion credits nobody, as stable codes.
/// - Returns: the distinct reasons of the touchpoints, in the order of ATTRIBUTION.md §3.1 and after these by name;
///   `no_touchpoint` alone where there is none; empty where somebody is credited.
package func reasons(_ decision: Decision) -> [String] {
    guard decision.credits.isEmpty else { return [] }
    guard !decision.verdicts.isEmpty else { return ["no_touchpoint"] }
    let reasons = Set(decision.verdicts.compactMap(\.exclusion))
    let filtered = filterOrder.filter(reasons.contains)
    return filtered.map(\.rawValue) + reasons.subtracting(filtered).map(\.rawValue).sorted()
}

private let filterOrder: [ExclusionReason] = [
    .noReferrer, .afterConversion, .outsideWindow, .ineligibleKind, .selfReferral, .disqualifiedReferrer, .consumed,
    .existingCustomer, .bound,
]

extension TouchpointVerdict {
    fileprivate var exclusion: ExclusionReason? {
        guard case .excluded(let reason) = verdict else { return nil }
        return reason
    }
}
