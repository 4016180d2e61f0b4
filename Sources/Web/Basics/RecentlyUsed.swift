/// A dictionary of at most `capacity` entries: where a new one would be too many, the one that was written longest ago
/// leaves. Reading and writing take constant time: the entries form a ring in the order of their last writing.
struct RecentlyUsed<Key: Hashable & Sendable, Value: Sendable>: Sendable {
    private struct Entry {
        var key: Key
        var value: Value
        var newer: Int
        var older: Int
    }

    private let capacity: Int
    private var entries: [Entry] = []
    private var places: [Key: Int] = [:]
    /// Its `newer` is the oldest, since the ring closes.
    private var newest = 0

    /// - Precondition: above zero.
    init(capacity: Int) {
        precondition(capacity > 0, "nothing can be kept in no place")
        self.capacity = capacity
    }

    var count: Int { entries.count }

    /// nil where the key is unknown or has left. Reading makes an entry no newer.
    subscript(key: Key) -> Value? {
        get { places[key].map { entries[$0].value } }
        set {
            guard let newValue else { preconditionFailure("entries leave by themselves") }
            write(newValue, for: key)
        }
    }

    private mutating func write(_ value: Value, for key: Key) {
        if let place = places[key] {
            entries[place].value = value
            makeNewest(place)
        } else if entries.count < capacity {
            let place = entries.count
            entries.append(Entry(key: key, value: value, newer: place, older: place))
            places[key] = place
            if place > 0 { insert(place) }
            newest = place
        } else {
            let oldest = entries[newest].newer
            places[entries[oldest].key] = nil
            places[key] = oldest
            entries[oldest].key = key
            entries[oldest].value = value
            // The ring closes between the newest and the oldest: a turn by one makes the oldest the newest.
            newest = oldest
        }
    }

    private mutating func makeNewest(_ place: Int) {
        guard place != newest else { return }
        let (newer, older) = (entries[place].newer, entries[place].older)
        entries[older].newer = newer
        entries[newer].older = older
        insert(place)
        newest = place
    }

    /// Puts an entry that is in no ring between the newest and the oldest.
    private mutating func insert(_ place: Int) {
        let oldest = entries[newest].newer
        entries[place].older = newest
        entries[place].newer = oldest
        entries[newest].newer = place
        entries[oldest].older = place
    }
}
