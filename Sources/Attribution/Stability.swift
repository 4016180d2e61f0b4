import Domain

/// A small change that would give a conversion to somebody else.
package struct Flip: Hashable, Sendable {
    package enum Change: Hashable, Sendable {
        /// All windows, those frozen onto touchpoints too, a day longer or shorter.
        case windowDayLonger
        case windowDayShorter
        /// One touchpoint fewer.
        case without(Identifier)
    }

    package let change: Change
    /// Who would have the largest part then; nil: nobody.
    package let winner: Identifier?
}

/// Which small changes would flip the winner, who has the largest part: windows a day longer or shorter, one touchpoint
/// fewer. None: the decision is stable.
/// - Parameter limit: of how many eligible touchpoints, the newest ones, each is left out in turn.
/// - Returns: windows first, then touchpoints in the order (time, id).
/// - Throws: as `decide`.
/// - Source: ATTRIBUTION.md §9, Stability.
package func flips(
    of journey: Journey, _ policy: AttributionPolicy, disqualified: Set<Identifier>, limit: Int = 50
) throws(AttributionError) -> [Flip] {
    let decision = try decide(journey, policy, disqualified: disqualified)
    let winner = decision.credits.leader(by: \.share)?.referrer
    var flips: [Flip] = []

    func examine(
        _ change: Flip.Change, _ journey: Journey, _ policy: AttributionPolicy
    ) throws(AttributionError) {
        let other = try decide(journey, policy, disqualified: disqualified).credits.leader(by: \.share)?.referrer
        if other != winner { flips.append(Flip(change: change, winner: other)) }
    }

    try examine(.windowDayLonger, journey.widened(by: Timestamp.day), policy.widened(by: Timestamp.day))
    try examine(.windowDayShorter, journey.widened(by: -Timestamp.day), policy.widened(by: -Timestamp.day))
    for entry in decision.verdicts.filter({ !$0.isExcluded }).suffix(limit) {
        var fewer = journey
        fewer.touchpoints.removeAll { $0.id == entry.touchpoint.id }
        try examine(.without(entry.touchpoint.id), fewer, policy)
    }
    return flips
}

extension Journey {
    fileprivate func widened(by milliseconds: Int64) -> Journey {
        var other = self
        for index in touchpoints.indices {
            other.touchpoints[index].lookback = touchpoints[index].lookback?.widened(by: milliseconds)
        }
        return other
    }
}

extension AttributionPolicy {
    fileprivate func widened(by milliseconds: Int64) -> AttributionPolicy {
        var other = self
        other.lookback = lookback.widened(by: milliseconds)
        other.lookbackByKind = lookbackByKind.mapValues { $0.widened(by: milliseconds) }
        return other
    }
}

extension Lookback {
    /// At the least 0: what happens in the moment of the conversion always counts.
    fileprivate func widened(by milliseconds: Int64) -> Lookback {
        switch self {
        case .unlimited: .unlimited
        case .milliseconds(let limit): .milliseconds(max(0, limit.addingSaturating(milliseconds)))
        }
    }
}

/// The flips as sentences, or that there are none.
package func sentences(_ flips: [Flip]) -> [String] {
    guard !flips.isEmpty else {
        return ["No window a day longer or shorter and no touchpoint fewer would change who has the largest part."]
    }
    return flips.map { flip in
        let change =
            switch flip.change {
            case .windowDayLonger: "With windows one day longer"
            case .windowDayShorter: "With windows one day shorter"
            case .without(let id): "Without the touchpoint \(id.text)"
            }
        let outcome = flip.winner.map { "\($0.text) would have the largest part" } ?? "nobody would be credited"
        return "\(change), \(outcome)."
    }
}
