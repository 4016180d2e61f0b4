import Domain

// What must hold between clicks, their tallies and their orders.
extension Connection {
    /// Tallies have as many clicks of a link, hour and class as there are. Hours with pruned clicks are left out.
    func countFaults() throws -> [String] {
        // An identifier's low bits tell clicks of one millisecond apart.
        let hourOfIDs = ID<Click>.first(at: Timestamp(milliseconds: Timestamp.hour)).value
        let fold = try clickFold()
        let firstHour = fold.prunedUntil == 0 ? 0 : fold.prunedUntil / hourOfIDs + 1
        return try rows(
            """
            SELECT t.link, l.id, t.hour, t.class, SUM(t.counted), SUM(t.found)
              FROM (SELECT link, hour, class, count AS counted, 0 AS found FROM click_tally
                    UNION ALL
                    SELECT link, hour, class, 0, COUNT(*)
                      FROM (SELECT link, id / \(hourOfIDs) AS hour,
                                   \(CountedClass.sql(class: "class", seen: "seen")) AS class FROM click
                             WHERE id <= CASE WHEN link < \(fold.countingLink) THEN \(fold.countingUntil)
                                              ELSE \(fold.countedUntil) END) c
                     GROUP BY link, hour, class) t
              LEFT JOIN link l ON l.number = t.link
             WHERE t.hour >= \(firstHour)
             GROUP BY t.link, l.id, t.hour, t.class
            HAVING SUM(t.counted) <> SUM(t.found)
             ORDER BY t.link, t.hour, t.class
             LIMIT \(Self.faultLimit + 1)
            """
        ) { row in
            let link = row.optionalID(1).map { (id: ID<Link>) in id.text } ?? "link number \(row.int64(0))"
            let hour = Timestamp(milliseconds: row.int64(2) * Timestamp.hour).rfc3339
            let counted = CountedClass(rawValue: row.int64(3))
            let name =
                counted == .firstVisit
                ? "first human" : (try? counted.clickClass.name) ?? "class \(counted.rawValue)"
            return "\(link) at \(hour) counts \(row.int64(4)) \(name) clicks, and there are \(row.int64(5))"
        }
    }

    /// Clicks refer to links that are there, and first visits are what their name says.
    func clickFaults() throws -> [String] {
        try linkFaults() + firstVisitFaults()
    }

    private func firstVisitFaults() throws -> [String] {
        try rows(
            """
            SELECT MAX(c.id), MIN(c.class), COUNT(*) FROM click c JOIN link l ON l.number = c.link
             WHERE (c.seen & \(ClickSigns.firstVisit.rawValue)) <> 0 AND c.id > \(clickFold().prunedUntil)
             GROUP BY l.referrer, c.visitor
            HAVING COUNT(*) > 1 OR MIN(c.class) <> 1 OR MAX(c.class) <> 1
             ORDER BY 1 LIMIT \(Self.faultLimit + 1)
            """
        ) { row in
            let id: ID<Click> = row.id(0)
            return row.int64(2) > 1
                ? "\(id) is one of \(row.int64(2)) first clicks of one visitor at one referrer"
                : "\(id) is marked as a first human click, and is of class \(row.int64(1))"
        }
    }

    private func linkFaults() throws -> [String] {
        try rows(
            """
            SELECT c.id, c.link FROM click c LEFT JOIN link l ON l.number = c.link
             WHERE l.number IS NULL ORDER BY c.id LIMIT \(Self.faultLimit + 1)
            """
        ) { row in
            let id: ID<Click> = row.id(0)
            return "\(id) is of link number \(row.int64(1)), which is not there"
        }
    }

    /// Each order has every click that is said to be in it once, and nothing else: sums over all of them agree, which
    /// no accident brings about.
    func orderFaults() throws -> [String] {
        let fold = try clickFold()
        var sums: [ClickOrder: UInt64] = [:]
        try eachRow(
            """
            SELECT id, link, class, visitor FROM click
             WHERE id > \(fold.prunedUntil) AND id <= \(fold.orderedUntil)
            """
        ) { row in
            guard let clickClass = ClickClass(rawValue: row.int64(2)) else { return true }
            let id = row.int64(0)
            let visitor = ClickOrder.key(Visitor(hash: row.int64(3)), clickClass)
            sums[.visitor, default: 0] &+= mixed(ClickEntry(key: visitor, id: id))
            let link = ClickOrder.key(link: row.int64(1), CountedClass(clickClass, isFirstVisit: false))
            sums[.link, default: 0] &+= mixed(ClickEntry(key: link, id: id))
            return true
        }
        return try ClickOrder.allCases.flatMap { order in
            let (found, faults) = try sum(of: order, after: fold.prunedUntil)
            let isRight = found == sums[order, default: 0]
            return faults + (isRight ? [] : ["the order by \(order) has not just the clicks that there are"])
        }
    }

    private func sum(of order: ClickOrder, after pruned: Int64) throws -> (UInt64, [String]) {
        var (sum, faults): (UInt64, [String]) = (0, [])
        for run in try liveRuns(order) {
            var last: ClickEntry?
            var count: Int64 = 0
            try eachRow(
                """
                SELECT first_key, entries FROM click_block WHERE run = \(run.id) ORDER BY first_key, first_id
                """
            ) { row in
                let (key, octets) = (row.int64(0), row.blob(1))
                var isSorted = true
                try ClickBlock.read(octets, firstKey: key, base: run.firstID, run.form) { entry in
                    if let last, entry <= last { isSorted = false }
                    last = entry
                    count += 1
                    if entry.id > pruned { sum &+= mixed(order == .link ? entry.ofWholeClass : entry) }
                }
                if !isSorted { faults.append("run \(run.id) is not sorted") }
                return isSorted
            }
            if count != run.entries { faults.append("run \(run.id) has \(count) entries, not \(run.entries)") }
        }
        return (sum, faults)
    }
}

extension ClickEntry {
    /// Of the order by link: runs from before first visits were told apart have them among the other human clicks.
    fileprivate var ofWholeClass: ClickEntry {
        let (link, counted) = ClickOrder.linkAndClass(ofKey: key)
        guard counted == .firstVisit else { return self }
        return ClickEntry(key: ClickOrder.key(link: link, CountedClass(.human, isFirstVisit: false)), id: id)
    }
}

/// A number that two entries share by no accident.
/// - Source: the finaliser of SplitMix64: Steele, Lea, Flood, OOPSLA 2014.
private func mixed(_ entry: ClickEntry) -> UInt64 {
    var number = UInt64(bitPattern: entry.key) &* 0x9E37_79B9_7F4A_7C15 ^ UInt64(bitPattern: entry.id)
    number = (number ^ number >> 30) &* 0xBF58_476D_1CE4_E5B9
    number = (number ^ number >> 27) &* 0x94D0_49BB_1331_11EB
    return number ^ number >> 31
}
