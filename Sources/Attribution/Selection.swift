import Domain

/// The touchpoints of one journey, each once, with what has excluded it so far.
///
/// The rules of ATTRIBUTION.md §3 narrow it one after the other. What one rule has excluded the next ones don't see.
struct Selection {
    private let touchpoints: [Touchpoint]
    /// Where each touchpoint stands, once, in the order (time, id), the only one that is used from here on.
    private let order: [Int]
    /// What has excluded each, in that order.
    private var exclusions: [ExclusionReason?]
    /// The referrer that the customer is bound to under the policy: no touchpoint is then left.
    private(set) var bound: Identifier?

    /// Takes a touchpoint that was delivered several times once.
    /// - Source: ATTRIBUTION.md §3.0.
    init(of touchpoints: [Touchpoint]) throws(AttributionError) {
        let places =
            haveDifferentIDs(touchpoints) ? Array(touchpoints.indices) : try placesWithoutRepetitions(touchpoints)
        self.touchpoints = touchpoints
        order = inOrder(places, touchpoints)
        exclusions = Array(repeating: nil, count: order.count)
    }

    /// Applies all rules.
    init(
        of journey: Journey, under policy: AttributionPolicy, disqualified: Set<Identifier>
    ) throws(AttributionError) {
        try self.init(of: journey.touchpoints)
        excludeFiltered(journey, policy, disqualified: disqualified)
        bound = boundReferrer(of: journey.customer, policy, disqualified: disqualified)
        guard bound == nil else {
            exclude { _ in .bound }
            return
        }
        excludeDuplicates(within: policy.dedupeWindow)
        excludeOutranked(by: policy.precedence)
    }

    /// What no rule has excluded.
    var eligible: Eligible {
        var places: [Int] = []
        places.reserveCapacity(order.count)
        for index in order.indices where exclusions[index] == nil { places.append(order[index]) }
        return Eligible(touchpoints, at: places)
    }

    /// Whether two that are still in, one next to the other, are at most so many milliseconds apart.
    func hasNeighbours(within window: UInt64) -> Bool {
        var last: Timestamp?
        for index in order.indices where exclusions[index] == nil {
            let moment = touchpoints[order[index]].at
            if let last, moment.age(of: last) <= window { return true }
            last = moment
        }
        return false
    }

    /// The least value of what is still in; nil where nothing is.
    func least<Value: Comparable>(_ value: (Touchpoint) -> Value) -> Value? {
        var least: Value?
        for index in order.indices where exclusions[index] == nil {
            let next = value(touchpoints[order[index]])
            least = least.map { min($0, next) } ?? next
        }
        return least
    }

    /// Asks `rule` about each touchpoint that is still in, in the order (time, id).
    mutating func exclude(by rule: (Touchpoint) -> ExclusionReason?) {
        for index in order.indices where exclusions[index] == nil {
            exclusions[index] = rule(touchpoints[order[index]])
        }
    }

    /// Every touchpoint with what became of it.
    /// - Parameter weights: one for each of `eligible`, in its order; nil where the model gave nothing.
    func verdicts(weights: [Weight?]) -> [TouchpointVerdict] {
        var next = weights.startIndex
        return order.indices.map { index in
            var verdict = Verdict.eligible
            if let reason = exclusions[index] {
                verdict = .excluded(reason)
            } else if next < weights.endIndex {
                if let weight = weights[next] { verdict = .credited(weight: weight) }
                next += 1
            }
            return TouchpointVerdict(touchpoint: touchpoints[order[index]], verdict: verdict)
        }
    }
}

/// By (time, id). Most journeys have a few touchpoints, often in order already: an insertion takes few comparisons then.
private func inOrder(_ places: [Int], _ touchpoints: [Touchpoint]) -> [Int] {
    func precedes(_ one: Int, _ other: Int) -> Bool {
        let (here, there) = (touchpoints[one].at, touchpoints[other].at)
        return here == there ? touchpoints[one].id < touchpoints[other].id : here < there
    }
    guard places.count <= 16 else { return places.sorted(by: precedes) }
    var order = places
    for end in order.indices.dropFirst() {
        let place = order[end]
        var gap = end
        while gap > 0, precedes(place, order[gap - 1]) {
            order[gap] = order[gap - 1]
            gap -= 1
        }
        order[gap] = place
    }
    return order
}

/// Comparing each id with each takes less than hashing them where they are few.
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

private func placesWithoutRepetitions(_ touchpoints: [Touchpoint]) throws(AttributionError) -> [Int] {
    var places: [Int] = []
    for place in touchpoints.indices.sorted(by: { touchpoints[$0].id < touchpoints[$1].id }) {
        if let last = places.last, touchpoints[last].id == touchpoints[place].id {
            guard isSame(touchpoints[last], touchpoints[place]) else {
                throw .conflictingTouchpointID(touchpoints[place].id)
            }
        } else {
            places.append(place)
        }
    }
    return places
}

/// Whether two touchpoints have the same content, the channel byte for byte where `String` would be more lenient.
private func isSame(_ one: Touchpoint, _ other: Touchpoint) -> Bool {
    one == other && one.channel.map(Identifier.init(_:)) == other.channel.map(Identifier.init(_:))
}
