import Domain

extension Selection {
    /// Excludes repetitions: the same referrer, kind and channel, at most `window` milliseconds after the one kept.
    ///
    /// The one kept is the anchor, and a duplicate never becomes one: of minutes 0, 20 and 40 a window of 30 minutes
    /// keeps 0 and 40.
    /// - Source: ATTRIBUTION.md §3.2.
    mutating func excludeDuplicates(within window: Int64) {
        var anchors = Anchors()
        exclude { touchpoint in
            if let anchor = anchors.last(touchpoint), touchpoint.at.age(of: anchor.at) <= window.magnitude {
                return .duplicate
            }
            anchors.keep(touchpoint)
            return nil
        }
    }
}

/// The touchpoints that were kept so far, each the latest of its referrer, kind and channel.
private struct Anchors {
    private var few: [Touchpoint] = []
    /// Where they are many, by what repetitions have in common: to compare each with each would take too long.
    private var many: [Repetition: Touchpoint] = [:]
    private static let mostCompared = 16

    func last(_ touchpoint: Touchpoint) -> Touchpoint? {
        if !many.isEmpty { return many[Repetition(of: touchpoint)] }
        return few.last { repeats(touchpoint, $0) }
    }

    mutating func keep(_ touchpoint: Touchpoint) {
        if many.isEmpty, few.count < Self.mostCompared { return few.append(touchpoint) }
        if many.isEmpty {
            for anchor in few { many[Repetition(of: anchor)] = anchor }
        }
        many[Repetition(of: touchpoint)] = touchpoint
    }

    private func repeats(_ one: Touchpoint, _ other: Touchpoint) -> Bool {
        one.referrer == other.referrer && one.kind == other.kind
            && one.channel.map(Identifier.init(_:)) == other.channel.map(Identifier.init(_:))
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
