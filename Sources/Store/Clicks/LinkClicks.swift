import Domain

// What is known of the clicks of links: the folded tallies, and the clicks that these do not have.
extension Connection {
    /// Clicks of these links by what they count as.
    /// - Parameters:
    ///   - numbers: of links.
    ///   - from: included; nil: from the first.
    ///   - to: left out; nil: to the last.
    func countedClicks(ofLinks numbers: [Int64], from: Timestamp?, to: Timestamp?) throws -> [CountedClass: Int64] {
        // Tallies are by the hour: where a range begins or ends within one, the clicks themselves are counted.
        let hours = WholeHours(from: from, to: to)
        let during = ClickRange(from: from, to: to)
        let fold = try clickFold()
        let kept = ClickRange(after: fold.prunedUntil, until: .max)
        let runs = try liveRuns(.link)
        var counts: [CountedClass: Int64] = [:]
        for number in numbers {
            if hours.isAny {
                for (counted, count) in try tallies(ofLink: number, from: hours.from, to: hours.to) {
                    counts[counted, default: 0] += count
                }
            }
            let rest = hours.rest(of: during, uncounted: fold.uncounted(link: number))
            for run in runs {
                for range in rest {
                    for entry in try entries(in: run, keys: ClickOrder.keys(link: number), range.intersection(kept)) {
                        counts[ClickOrder.linkAndClass(ofKey: entry.key).counted, default: 0] += 1
                    }
                }
            }
        }
        let wanted = Set(numbers)
        let tail = during.intersection(ClickRange(after: fold.orderedUntil, until: .max))
        try eachUnordered(tail, ofLinks: numbers) { id, link, counted in
            guard wanted.contains(link),
                hours.rest(of: during, uncounted: fold.uncounted(link: link)).contains(where: { $0.contains(id) })
            else { return }
            counts[counted, default: 0] += 1
        }
        return counts
    }

    /// How many different visitors of these links were people, counted one by one.
    func uniqueVisitors(ofLinks numbers: [Int64], from: Timestamp?, to: Timestamp?) throws -> Int64 {
        let fold = try clickFold()
        let during = ClickRange(from: from, to: to).intersection(ClickRange(after: fold.prunedUntil, until: .max))
        let runs = try liveRuns(.link)
        var visitors: Set<Int64> = []
        for number in numbers {
            for run in runs {
                for entry in try entries(in: run, keys: ClickOrder.keys(link: number), during)
                where try ClickOrder.linkAndClass(ofKey: entry.key).counted.clickClass.isTouchpoint {
                    let visitor = try first("SELECT visitor FROM click WHERE id = \(entry.id)") { $0.int64(0) }
                    if let visitor { visitors.insert(visitor) }
                }
            }
        }
        let wanted = Set(numbers)
        let tail = during.intersection(ClickRange(after: fold.orderedUntil, until: .max))
        try eachRow(
            """
            SELECT link, class, visitor FROM click
             WHERE id > \(tail.after) AND id <= \(tail.until) AND \(isAmong(numbers)) ORDER BY id
            """
        ) { row in
            if wanted.contains(row.int64(0)), try CountedClass(rawValue: row.int64(1)).clickClass.isTouchpoint {
                visitors.insert(row.int64(2))
            }
            return true
        }
        return Int64(visitors.count)
    }

    private func tallies(ofLink number: Int64, from: Timestamp?, to: Timestamp?) throws -> [(CountedClass, Int64)] {
        try rows(
            """
            SELECT class, SUM(count) FROM click_tally
             WHERE link = \(number) AND hour >= \(from.map { $0.milliseconds / Timestamp.hour } ?? 0)
               AND hour < \(to.map { $0.milliseconds / Timestamp.hour } ?? .max)
             GROUP BY class
            """
        ) { (CountedClass(rawValue: $0.int64(0)), $0.int64(1)) }
    }

    /// - Parameter numbers: other links' clicks may come as well.
    private func eachUnordered(
        _ range: ClickRange, ofLinks numbers: [Int64], _ body: (Int64, Int64, CountedClass) -> Void
    ) throws {
        guard !range.isEmpty else { return }
        try eachRow(
            """
            SELECT id, link, \(CountedClass.sql(class: "class", seen: "seen")) FROM click
             WHERE id > \(range.after) AND id <= \(range.until) AND \(isAmong(numbers)) ORDER BY id
            """
        ) { row in
            body(row.int64(0), row.int64(1), CountedClass(rawValue: row.int64(2)))
            return true
        }
    }

    /// Few links are looked for by the database, so that clicks of others, which are nearly all, are not decoded.
    private func isAmong(_ numbers: [Int64]) -> SQL {
        guard let first = numbers.first, numbers.count <= 8 else { return "1 = 1" }
        let links = numbers.dropFirst().reduce("link = \(first)" as SQL) { "\($0) OR link = \($1)" }
        return "(\(links))"
    }
}

/// The hours that lie in a range of time from their beginning to their end.
private struct WholeHours {
    /// nil: from the first one.
    let from: Timestamp?
    /// Left out; nil: to the last one.
    let to: Timestamp?

    init(from: Timestamp?, to: Timestamp?) {
        func floor(_ moment: Timestamp) -> Int64 { moment.milliseconds / Timestamp.hour }
        self.from = from.map { Timestamp(milliseconds: floor($0 + (Timestamp.hour - 1)) * Timestamp.hour) }
        self.to = to.map { Timestamp(milliseconds: floor($0) * Timestamp.hour) }
    }

    var isAny: Bool {
        guard let from, let to else { return true }
        return from < to
    }

    /// What the tallies of these hours do not have of `range`: its ends, and what is uncounted.
    func rest(of range: ClickRange, uncounted: ClickRange) -> [ClickRange] {
        guard isAny else { return [range] }
        let hours = ClickRange(from: from, to: to)
        return [
            ClickRange(after: range.after, until: min(range.until, hours.after)),
            hours.intersection(range).intersection(uncounted),
            ClickRange(after: max(range.after, hours.until), until: range.until),
        ].filter { !$0.isEmpty }
    }
}

extension ClickRange {
    /// The identifiers of a time.
    init(from: Timestamp?, to: Timestamp?) {
        after = from.map { ID<Click>.first(at: $0).value - 1 } ?? -1
        until = to.map { ID<Click>.first(at: $0).value - 1 } ?? .max
    }

    /// Those later than one moment, or all, and not later than another.
    init(laterThan after: Timestamp?, until: Timestamp) {
        self.init(from: after.map { $0 + 1 }, to: until + 1)
    }
}
