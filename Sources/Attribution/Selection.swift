import Domain

/// The touchpoints of one journey, each once, with what has excluded it so far.
///
/// The rules of ATTRIBUTION.md §3 narrow it one after the other. What one rule has excluded the next ones don't see.
struct Selection {
    private struct Candidate {
        let touchpoint: Touchpoint
        var exclusion: ExclusionReason?
    }

    /// In the order (time, id), the only one that is used from here on.
    private var candidates: [Candidate]
    /// The referrer that the customer is bound to under the policy: no touchpoint is then left.
    private(set) var bound: Identifier?

    /// Takes a touchpoint that was delivered several times once.
    /// - Source: ATTRIBUTION.md §3.0.
    init(of touchpoints: [Touchpoint]) throws(AttributionError) {
        candidates = try delivered(touchpoints).map { Candidate(touchpoint: $0, exclusion: nil) }
    }

    /// Applies all rules.
    init(
        of journey: Journey, under policy: AttributionPolicy, disqualified: Set<Identifier>
    ) throws(AttributionError) {
        try self.init(of: journey.touchpoints)
        let filters = Filters(journey: journey, policy: policy, disqualified: disqualified)
        exclude(by: filters.reason(against:))
        bound = boundReferrer(of: journey.customer, policy, disqualified: disqualified)
        guard bound == nil else {
            exclude { _ in .bound }
            return
        }
        excludeDuplicates(within: policy.dedupeWindow)
        excludeOutranked(by: policy.precedence)
    }

    /// What no rule has excluded, in the order (time, id).
    var eligible: [Touchpoint] {
        candidates.lazy.filter { $0.exclusion == nil }.map(\.touchpoint)
    }

    /// Asks `rule` about each touchpoint that is still in, in the order (time, id).
    mutating func exclude(by rule: (Touchpoint) -> ExclusionReason?) {
        for index in candidates.indices where candidates[index].exclusion == nil {
            candidates[index].exclusion = rule(candidates[index].touchpoint)
        }
    }

    /// Every touchpoint with what became of it.
    /// - Parameter weights: one for each of `eligible`, in its order; nil where the model gave nothing.
    func verdicts(weights: [Weight?]) -> [TouchpointVerdict] {
        var weights = weights[...]
        return candidates.map { candidate in
            let verdict: Verdict =
                if let reason = candidate.exclusion {
                    .excluded(reason)
                } else if let weight = weights.popFirst() ?? nil {
                    .credited(weight: weight)
                } else {
                    .eligible
                }
            return TouchpointVerdict(touchpoint: candidate.touchpoint, verdict: verdict)
        }
    }
}

/// Every touchpoint once, in the order (time, id).
private func delivered(_ touchpoints: [Touchpoint]) throws(AttributionError) -> [Touchpoint] {
    var seen: Set<Identifier> = []
    let areUnique = touchpoints.allSatisfy { seen.insert($0.id).inserted }
    return (areUnique ? touchpoints : try withoutRepetitions(touchpoints)).sorted { ($0.at, $0.id) < ($1.at, $1.id) }
}

private func withoutRepetitions(_ touchpoints: [Touchpoint]) throws(AttributionError) -> [Touchpoint] {
    var delivered: [Touchpoint] = []
    for touchpoint in touchpoints.sorted(by: { $0.id < $1.id }) {
        if let last = delivered.last, last.id == touchpoint.id {
            guard isSame(last, touchpoint) else { throw .conflictingTouchpointID(touchpoint.id) }
        } else {
            delivered.append(touchpoint)
        }
    }
    return delivered
}

/// Whether two touchpoints have the same content, the channel byte for byte where `String` would be more lenient.
private func isSame(_ one: Touchpoint, _ other: Touchpoint) -> Bool {
    one == other && one.channel.map(Identifier.init(_:)) == other.channel.map(Identifier.init(_:))
}
