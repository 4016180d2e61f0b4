import Domain

/// The touchpoints of one journey, each once, with what has excluded it so far.
///
/// The rules of ATTRIBUTION.md §3 narrow it one after the other. What one rule has excluded the next ones don't see.
struct Selection {
    /// In the order (time, id), the only one that is used from here on.
    private let touchpoints: [Touchpoint]
    /// For each of them: what has excluded it.
    private var exclusions: [ExclusionReason?]
    /// The referrer that the customer is bound to under the policy: no touchpoint is then left.
    private(set) var bound: Identifier?

    /// Takes a touchpoint that was delivered several times once.
    /// - Source: ATTRIBUTION.md §3.0.
    init(of touchpoints: [Touchpoint]) throws(AttributionError) {
        self.touchpoints = try delivered(touchpoints)
        exclusions = Array(repeating: nil, count: self.touchpoints.count)
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
        touchpoints.indices.filter { exclusions[$0] == nil }.map { touchpoints[$0] }
    }

    /// The least value of what is still in; nil where nothing is.
    func least<Value: Comparable>(_ value: (Touchpoint) -> Value) -> Value? {
        var least: Value?
        for index in touchpoints.indices where exclusions[index] == nil {
            let next = value(touchpoints[index])
            least = least.map { min($0, next) } ?? next
        }
        return least
    }

    /// Asks `rule` about each touchpoint that is still in, in the order (time, id).
    mutating func exclude(by rule: (Touchpoint) -> ExclusionReason?) {
        for index in touchpoints.indices where exclusions[index] == nil {
            exclusions[index] = rule(touchpoints[index])
        }
    }

    /// Every touchpoint with what became of it.
    /// - Parameter weights: one for each of `eligible`, in its order; nil where the model gave nothing.
    func verdicts(weights: [Weight?]) -> [TouchpointVerdict] {
        var next = weights.startIndex
        return touchpoints.indices.map { index in
            var verdict = Verdict.eligible
            if let reason = exclusions[index] {
                verdict = .excluded(reason)
            } else if next < weights.endIndex {
                if let weight = weights[next] { verdict = .credited(weight: weight) }
                next += 1
            }
            return TouchpointVerdict(touchpoint: touchpoints[index], verdict: verdict)
        }
    }
}

/// Every touchpoint once, in the order (time, id).
private func delivered(_ touchpoints: [Touchpoint]) throws(AttributionError) -> [Touchpoint] {
    let once = haveDifferentIDs(touchpoints) ? touchpoints : try withoutRepetitions(touchpoints)
    let isInOrder = zip(once, once.dropFirst()).allSatisfy { ($0.at, $0.id) < ($1.at, $1.id) }
    return isInOrder ? once : once.sorted { ($0.at, $0.id) < ($1.at, $1.id) }
}

/// Most journeys have a few touchpoints, and comparing each with each takes less than hashing them.
private func haveDifferentIDs(_ touchpoints: [Touchpoint]) -> Bool {
    guard touchpoints.count <= 16 else {
        var seen: Set<Identifier> = []
        return touchpoints.allSatisfy { seen.insert($0.id).inserted }
    }
    for index in touchpoints.indices {
        for other in 0..<index where touchpoints[index].id == touchpoints[other].id { return false }
    }
    return true
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
