import Domain

/// The clicks that no run has yet, in the memory of the writer: a repeated click is found there, and a purchase finds
/// the click that led to it, without a look through thousands of rows.
///
/// Touched by the writer only. It follows each insert at once, so what reads it sees its own transaction; what is
/// rolled back is taken off again.
final class ClickTail {
    struct Entry: Sendable {
        let id: Int64
        let link: Int64
        let visitor: Visitor
        let clickClass: ClickClass
        let isFirstVisit: Bool
        /// The entry before of the same key, -1 for none.
        fileprivate var previous = -1

        var key: Int64 { ClickOrder.key(visitor, clickClass) }
    }

    private var entries: [Entry] = []
    /// The newest entry of each key.
    private var newest: [Int64: Int] = [:]
    private let wakeCount: Int
    private let wake: () -> Void

    /// - Parameters:
    ///   - wakesAt: how many clicks are worth a run.
    ///   - wake: called with every commit after which there are so many.
    init(wakesAt count: Int, _ wake: @escaping () -> Void) {
        wakeCount = count
        self.wake = wake
    }

    var count: Int { entries.count }

    /// The oldest, rising; none if there are too few.
    func oldest(atLeast least: Int, most: Int) -> [Entry] {
        entries.count >= least ? Array(entries.prefix(most)) : []
    }

    /// All so far is committed.
    func noteCommit() {
        if entries.count >= wakeCount { wake() }
    }

    func append(_ click: ClickRow) {
        append(
            Entry(
                id: click.id.value, link: click.link, visitor: click.visitor, clickClass: click.clickClass,
                isFirstVisit: click.seen.contains(.firstVisit)))
    }

    func append(_ entry: Entry) {
        var entry = entry
        entry.previous = newest.updateValue(entries.count, forKey: entry.key) ?? -1
        entries.append(entry)
    }

    /// Takes the newest entries off, until so many are left.
    func truncate(to count: Int) {
        while entries.count > count, let entry = entries.popLast() {
            newest[entry.key] = entry.previous < 0 ? nil : entry.previous
        }
    }

    /// Rising.
    func identifiers(key: Int64, in range: ClickRange) -> [Int64] {
        var found: [Int64] = []
        each(key, range) { found.append($0.id) }
        return found.reversed()
    }

    func hasHumanClick(by visitor: Visitor, onLink number: Int64, in range: ClickRange) -> Bool {
        var isFound = false
        each(ClickOrder.key(visitor, .human), range) { entry in
            if entry.link == number, entry.visitor == visitor { isFound = true }
        }
        return isFound
    }

    /// The links that the visitor clicked as a human.
    func links(clickedBy visitor: Visitor, in range: ClickRange) -> Set<Int64> {
        var links: Set<Int64> = []
        each(ClickOrder.key(visitor, .human), range) { entry in
            if entry.visitor == visitor { links.insert(entry.link) }
        }
        return links
    }

    /// Runs have the clicks up to here now.
    func drop(until id: Int64) {
        let rest = entries.drop { $0.id <= id }
        guard rest.count < entries.count else { return }
        removeAll()
        for entry in rest { append(entry) }
    }

    func removeAll() {
        entries.removeAll(keepingCapacity: true)
        newest.removeAll(keepingCapacity: true)
    }

    private func each(_ key: Int64, _ range: ClickRange, _ body: (Entry) -> Void) {
        var at = newest[key] ?? -1
        while at >= 0, entries[at].id > range.after {
            if entries[at].id <= range.until { body(entries[at]) }
            at = entries[at].previous
        }
    }
}

extension Connection {
    /// Takes `tail` for its own, with what no run has. Where that cannot be read, it has none.
    func attach(_ tail: ClickTail) throws {
        clickTail = nil
        let entries = try unorderedClicks(after: clickFold(), limit: .max)
        tail.removeAll()
        for entry in entries { tail.append(entry) }
        clickTail = tail
    }

    /// The oldest clicks of the tail.
    /// - Returns: nil where it is not known to have all that no run has.
    func oldestOfTail(atLeast least: Int, most: Int, after fold: ClickFold) throws -> [ClickTail.Entry]? {
        guard let clickTail else { return nil }
        let oldest = clickTail.oldest(atLeast: least, most: most)
        guard let first = oldest.first else { return [] }
        // What a run would pass over no run would ever have.
        let stored = try self.first("SELECT MIN(id) FROM click WHERE id > \(fold.orderedUntil)") { $0.optionalInt64(0) }
        return stored == first.id ? oldest : nil
    }

    /// The oldest clicks that no run has, rising.
    func unorderedClicks(after fold: ClickFold, limit: Int) throws -> [ClickTail.Entry] {
        try rows(
            """
            SELECT id, link, visitor, class, seen FROM click WHERE id > \(fold.orderedUntil) ORDER BY id LIMIT \(limit)
            """
        ) { row in
            guard let clickClass = ClickClass(rawValue: row.int64(3)) else {
                throw StoreError.corrupt("click class \(row.int64(3))")
            }
            return ClickTail.Entry(
                id: row.int64(0), link: row.int64(1), visitor: Visitor(hash: row.int64(2)), clickClass: clickClass,
                isFirstVisit: ClickSigns(rawValue: row.int64(4)).contains(.firstVisit))
        }
    }
}
