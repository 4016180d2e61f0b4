import Domain

/// How many clicks a link had in an hour that count as one class.
struct Tally: Hashable, Sendable {
    struct Key: Hashable, Comparable, Sendable {
        let link: Int64
        /// Since 1970.
        let hour: Int64
        let counted: CountedClass

        static func < (one: Key, other: Key) -> Bool {
            (one.link, one.hour, one.counted.rawValue) < (other.link, other.hour, other.counted.rawValue)
        }
    }

    let key: Key
    let count: Int64
}

/// Counts of clicks, in memory.
struct TallyCounts: Sendable {
    private var counts: [Tally.Key: Int64] = [:]
    /// All that were counted.
    private(set) var clicks = 0

    var sorted: [Tally] {
        counts.map { Tally(key: $0.key, count: $0.value) }.sorted { $0.key < $1.key }
    }

    mutating func add(id: Int64, link: Int64, _ counted: CountedClass) {
        let hour = ID<Click>(value: id).madeAt.milliseconds / Timestamp.hour
        counts[Tally.Key(link: link, hour: hour, counted: counted), default: 0] += 1
        clicks += 1
    }

    /// - Parameter entries: of the order by link.
    mutating func add(_ entries: [ClickEntry]) {
        for entry in entries {
            let (link, counted) = ClickOrder.linkAndClass(ofKey: entry.key)
            add(id: entry.id, link: link, counted)
        }
    }
}
