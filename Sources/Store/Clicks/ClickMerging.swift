import Dispatch

// From small runs to large ones.
extension ClickFolder {
    /// Makes one run of the newest ones, where that is worth it.
    /// - Returns: false if it is of none.
    func merge() throws -> Bool {
        for order in ClickOrder.allCases {
            let runs = try connection.liveRuns(order)
            let count = Self.mergeable(runs.map { $0.entries }, fan: sizes.fan)
            if count > 0 {
                try merge(Array(runs.prefix(count)))
                return true
            }
        }
        return false
    }

    /// How many of the newest runs are worth a merge: as many as become one that is `fan` / 2 times their largest. By that
    /// much each click's run grows whenever it is written again, also where hundreds of small runs have come during a
    /// merge of large ones. Only neighbours in time are merged, so that the newest clicks are always in the first runs.
    /// - Parameters:
    ///   - sizes: of the runs, in entries, the newest first.
    ///   - fan: the fewest that are merged.
    /// - Returns: 0 for none.
    static func mergeable(_ sizes: [Int64], fan: Int) -> Int {
        var (entries, largest): (Int64, Int64) = (0, 0)
        var count = 0
        for (index, size) in sizes.enumerated() {
            entries += size
            largest = max(largest, size)
            if index + 1 >= fan, 2 * entries >= Int64(fan) * largest { count = index + 1 }
        }
        return count
    }

    private func merge(_ group: [ClickRun]) throws {
        let firstID = group.map { $0.firstID }.min() ?? 0
        let nodes = Set(group.map { $0.form })
        var run = ClickRun(
            id: 0, order: group[0].order, level: (group.map { $0.level }.max() ?? 0) + 1, state: .building,
            firstID: firstID, lastID: group.map { $0.lastID }.max() ?? 0,
            form: nodes.count == 1 ? group[0].form : .whole, entries: 0)
        run.id = try slice { [run] transaction in
            var run = run
            run.id = try transaction.connection.highestRun() + 1
            try transaction.connection.insert(run)
            return run.id
        }
        let prunedUntil = try connection.clickFold().prunedUntil
        let connection = try connection
        var cursors = try RunCursors(group, connection)
        var made: [ClickBlock] = []
        var restedAt = DispatchTime.now()
        var block = ClickBlock(base: firstID, run.form)
        while let entry = try cursors.removeLowest() {
            guard entry.id > prunedUntil else { continue }
            if block.isFull {
                made.append(block)
                block = ClickBlock(base: firstID, run.form)
                if made.count >= sizes.blocks {
                    try hand(over: made, of: run.id)
                    made = []
                    restedAt = try rest(since: restedAt)
                }
            }
            block.append(entry)
            run.entries += 1
        }
        try hand(over: made + [block], of: run.id)
        try slice { [run] transaction in
            try transaction.connection.finish(run)
            for old in group { try transaction.connection.setState(of: old.id, .replaced) }
        }
    }

    /// Between two parts of a merge, which may be of millions of clicks: newer ones are not to wait for its end, and
    /// whoever shares the processor is to get nine tenths of it.
    /// - Parameter last: when it rested before.
    /// - Returns: when it goes on.
    private func rest(since last: DispatchTime) throws -> DispatchTime {
        while try !isClosed && (order() || tally()) {}
        let worked = DispatchTime.now().uptimeNanoseconds - last.uptimeNanoseconds
        guard !isClosed(after: min(Self.longestPause, 9 * worked)) else { throw StoreError.closed }
        return DispatchTime.now()
    }

    private static let longestPause: UInt64 = 50_000_000

    private func hand(over blocks: [ClickBlock], of run: Int64) throws {
        try slice { transaction in
            for block in blocks {
                guard let place = block.first else { continue }
                try transaction.connection.insert(PlacedBlock(run: run, first: place, octets: block.octets))
            }
        }
    }

    /// Takes away a part of a run that nobody reads: one that was replaced, or one that was never finished.
    /// - Returns: false if there is none.
    func clean() throws -> Bool {
        guard let run = try connection.uselessRuns().first else { return false }
        let count = 4 * sizes.blocks
        while try !isClosed && !slice({ try $0.connection.removePart(of: run.id, blocks: count) }) {}
        return true
    }
}
