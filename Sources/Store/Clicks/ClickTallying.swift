import Domain

// From clicks to tallies: a large pass, since each page of tallies has many links, and is written once a pass.
extension ClickFolder {
    /// Folds the clicks that are in runs, if there are enough, or goes on with a pass that was cut off.
    /// - Parameter least: how many are enough; nil: as many as the sizes say.
    /// - Returns: false if there is nothing to fold.
    func tally(atLeast least: Int? = nil) throws -> Bool {
        let fold = try connection.clickFold()
        let isNew = fold.countingUntil == fold.countedUntil
        let tallies: [Tally]
        if isNew {
            let counts = try uncounted ?? read(after: fold.countedUntil, until: fold.orderedUntil, fromLink: 0)
            uncounted = counts
            guard counts.clicks >= max(1, least ?? sizes.tally) else { return false }
            try change { new in
                new.countingUntil = fold.orderedUntil
                new.countingLink = 0
            }
            tallies = counts.sorted
        } else {
            tallies =
                try read(after: fold.countedUntil, until: fold.countingUntil, fromLink: fold.countingLink).sorted
        }
        // Where the pass is cut off it goes on with what it reads.
        uncounted = nil
        try write(tallies)
        try change { fold in
            fold.countedUntil = fold.countingUntil
            fold.countingLink = 0
        }
        // A pass that went on after an error has left out what was ordered meanwhile.
        uncounted = isNew ? TallyCounts() : nil
        return true
    }

    private func write(_ tallies: [Tally]) throws {
        var at = 0
        while at < tallies.count {
            guard !isClosed else { throw StoreError.closed }
            var end = min(at + sizes.tallies, tallies.count)
            while end < tallies.count, tallies[end].key.link == tallies[end - 1].key.link { end += 1 }
            let part = Array(tallies[at..<end])
            try slice { transaction in
                try transaction.connection.add(part)
                var fold = try transaction.connection.clickFold()
                fold.countingLink = (part.last?.key.link ?? 0) + 1
                try transaction.connection.set(fold)
            }
            at = end
        }
    }

    private func read(after: Int64, until: Int64, fromLink first: Int64) throws -> TallyCounts {
        var counts = TallyCounts()
        try connection.eachRow(
            """
            SELECT id, link, \(CountedClass.sql(class: "class", seen: "seen")) FROM click
             WHERE id > \(after) AND id <= \(until) ORDER BY id
            """
        ) { row in
            let link = row.int64(1)
            if link >= first { counts.add(id: row.int64(0), link: link, CountedClass(rawValue: row.int64(2))) }
            return true
        }
        return counts
    }

    private func change(_ body: @escaping @Sendable (inout ClickFold) -> Void) throws {
        try slice { transaction in
            var fold = try transaction.connection.clickFold()
            body(&fold)
            try transaction.connection.set(fold)
        }
    }
}

extension Connection {
    fileprivate func add(_ tallies: [Tally]) throws {
        var rows = NumberRows(Self.tallyInsertion, reserving: tallies.count)
        for tally in tallies {
            rows.append(tally.key.link)
            rows.append(tally.key.hour)
            rows.append(tally.key.counted.rawValue)
            rows.append(tally.count)
        }
        try append(rows)
    }

    private static let tallyInsertion = NumberRows.Insertion(
        "INSERT INTO click_tally (link, hour, class, count)", columns: 4,
        ending: "ON CONFLICT (link, hour, class) DO UPDATE SET count = click_tally.count + excluded.count")
}
