import Domain

extension Selection {
    /// Excludes repetitions: the same referrer, kind and channel, at most `window` milliseconds after the one kept.
    ///
    /// The one kept is the anchor, and a duplicate never becomes one: of minutes 0, 20 and 40 a window of 30 minutes
    /// keeps 0 and 40.
    /// - Source: ATTRIBUTION.md §3.2.
    mutating func excludeDuplicates(within window: Int64) {
        // Where all are further apart than the window, as in most journeys, none repeats another one.
        guard hasNeighbours(within: window.magnitude) else { return }
        var anchors: [Repetition: Timestamp] = [:]
        exclude { touchpoint in
            let repetition = Repetition(of: touchpoint)
            if let anchor = anchors[repetition], touchpoint.at.age(of: anchor) <= window.magnitude {
                return .duplicate
            }
            anchors[repetition] = touchpoint.at
            return nil
        }
    }
}

/// What duplicates have in common. The channel is compared byte for byte, as identifiers are.
private struct Repetition: Hashable {
    let referrer: Identifier?
    let kind: TouchpointKind
    let channel: Identifier?

    init(of touchpoint: Touchpoint) {
        referrer = touchpoint.referrer
        kind = touchpoint.kind
        channel = touchpoint.channel.map(Identifier.init(_:))
    }
}
