import Domain

/// What is counted together.
private struct Tally: Hashable, Comparable {
    let link: Int64
    let hour: Int64
    let clickClass: Int64

    static func < (one: Tally, other: Tally) -> Bool {
        (one.link, one.hour, one.clickClass) < (other.link, other.hour, other.clickClass)
    }
}

// From clicks to tallies: a large pass, since each page of tallies has many links, and is written once a pass.
extension ClickFolder {
    /// Folds the clicks that are in runs, if there are enough, or goes on with a pass that was cut off.
    /// - Returns: false if there is nothing to fold.
    func tally() throws -> Bool {
        var fold = try connection.clickFold()
        if fold.countingUntil == fold.countedUntil {
            let uncounted = try uncounted ?? countUncounted(fold)
            self.uncounted = uncounted
            guard uncounted >= sizes.tally else { return false }
            let until = fold.orderedUntil
            fold = try change { fold in
                fold.countingUntil = until
                fold.countingLink = 0
            }
        }
        let tallies = try counts(fold).sorted { $0.key < $1.key }
        var at = 0
        while at < tallies.count {
            guard !isClosed else { throw StoreError.closed }
            var end = min(at + sizes.tallies, tallies.count)
            while end < tallies.count, tallies[end].key.link == tallies[end - 1].key.link { end += 1 }
            let part = tallies[at..<end].map { ($0.key.link, $0.key.hour, $0.key.clickClass, $0.value) }
            let next = (part.last?.0 ?? 0) + 1
            try slice { transaction in
                for (link, hour, clickClass, count) in part {
                    try transaction.connection.addTally(link: link, hour: hour, clickClass, count)
                }
                var fold = try transaction.connection.clickFold()
                fold.countingLink = next
                try transaction.connection.set(fold)
            }
            at = end
        }
        _ = try change { fold in
            fold.countedUntil = fold.countingUntil
            fold.countingLink = 0
        }
        // Counted anew: a pass that went on after an error has left out what was ordered meanwhile.
        uncounted = nil
        return true
    }

    private func counts(_ fold: ClickFold) throws -> [Tally: Int64] {
        var counts: [Tally: Int64] = [:]
        try connection.eachRow(
            """
            SELECT id, link, class FROM click
             WHERE id > \(fold.countedUntil) AND id <= \(fold.countingUntil) ORDER BY id
            """
        ) { row in
            let link = row.int64(1)
            guard link >= fold.countingLink else { return true }
            let hour = ID<Click>(value: row.int64(0)).madeAt.milliseconds / Timestamp.hour
            counts[Tally(link: link, hour: hour, clickClass: row.int64(2)), default: 0] += 1
            return true
        }
        return counts
    }

    private func countUncounted(_ fold: ClickFold) throws -> Int {
        let query: SQL = """
            SELECT COUNT(*) FROM click WHERE id > \(fold.countedUntil) AND id <= \(fold.orderedUntil)
            """
        return try connection.first(query) { $0.int(0) } ?? 0
    }

    private func change(_ body: @escaping @Sendable (inout ClickFold) -> Void) throws -> ClickFold {
        try slice { transaction in
            var fold = try transaction.connection.clickFold()
            body(&fold)
            try transaction.connection.set(fold)
            return fold
        }
    }
}

extension Connection {
    fileprivate func addTally(link: Int64, hour: Int64, _ clickClass: Int64, _ count: Int64) throws {
        try run(
            """
            INSERT INTO click_tally (link, hour, class, count) VALUES (\(link), \(hour), \(clickClass), \(count))
            ON CONFLICT (link, hour, class) DO UPDATE SET count = click_tally.count + excluded.count
            """)
    }
}
