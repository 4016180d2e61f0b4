import Domain

/// The two orders of clicks. Each is a set of pairs of a key and a click's identifier, sorted by both.
enum ClickOrder: Int64, CaseIterable, Sendable {
    // The numbers are stored.
    case visitor = 1
    case link = 2

    /// The lowest bits of a key are the click's class, so that one class can be read alone.
    private static let classBits: Int64 = 3

    /// A visitor's key. Three bits of the pseudonym give way to the class: whoever looks one up compares the whole
    /// pseudonym of what is found.
    static func key(_ visitor: Visitor, _ clickClass: ClickClass) -> Int64 {
        visitor.hash & ~((1 << classBits) - 1) | clickClass.rawValue
    }

    /// All keys of a visitor, and of those that share them.
    static func keys(_ visitor: Visitor) -> ClosedRange<Int64> {
        let lowest = visitor.hash & ~((1 << classBits) - 1)
        return lowest...(lowest | (1 << classBits - 1))
    }

    /// - Throws: `.corrupt` for a number that no class has.
    static func clickClass(ofKey key: Int64) throws(StoreError) -> ClickClass {
        let number = key & (1 << classBits - 1)
        guard let clickClass = ClickClass(rawValue: number) else { throw .corrupt("click class \(number)") }
        return clickClass
    }

    static func key(link number: Int64, _ counted: CountedClass) -> Int64 {
        number << classBits | counted.rawValue
    }

    /// All keys of a link.
    static func keys(link number: Int64) -> ClosedRange<Int64> {
        number << classBits...(number << classBits | (1 << classBits - 1))
    }

    /// What `key` was made of.
    static func linkAndClass(ofKey key: Int64) -> (link: Int64, counted: CountedClass) {
        (key >> classBits, CountedClass(rawValue: key & (1 << classBits - 1)))
    }
}

/// One member of an order.
struct ClickEntry: Hashable, Comparable, Sendable {
    var key: Int64
    var id: Int64

    static func < (one: ClickEntry, other: ClickEntry) -> Bool {
        one.key == other.key ? one.id < other.id : one.key < other.key
    }
}

/// Identifiers from above one to another.
struct ClickRange: Hashable, Sendable {
    /// Left out.
    var after: Int64
    /// Included.
    var until: Int64

    static let all = ClickRange(after: -1, until: .max)

    var isEmpty: Bool { until <= after }

    func contains(_ id: Int64) -> Bool { id > after && id <= until }

    func intersection(_ other: ClickRange) -> ClickRange {
        ClickRange(after: max(after, other.after), until: min(until, other.until))
    }
}
