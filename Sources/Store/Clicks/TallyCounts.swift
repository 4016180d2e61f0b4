import Domain

/// How many clicks a link had in an hour, of one class.
struct Tally: Hashable, Sendable {
    struct Key: Hashable, Comparable, Sendable {
        let link: Int64
        /// Since 1970.
        let hour: Int64
        let clickClass: Int64

        static func < (one: Key, other: Key) -> Bool {
            (one.link, one.hour, one.clickClass) < (other.link, other.hour, other.clickClass)
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

    mutating func add(id: Int64, link: Int64, clickClass: Int64, _ count: Int64) {
        let hour = ID<Click>(value: id).madeAt.milliseconds / Timestamp.hour
        counts[Tally.Key(link: link, hour: hour, clickClass: clickClass), default: 0] += count
        clicks += Int(count)
    }

    /// - Parameter entries: of the order by link.
    mutating func add(_ entries: [ClickEntry]) {
        for entry in entries {
            let (link, clickClass) = ClickOrder.linkAndClass(ofKey: entry.key)
            add(id: entry.id, link: link, clickClass: clickClass, 1)
        }
    }
}
