// From small runs to large ones.
extension ClickFolder {
    /// Makes one run of the newest ones, once there are enough of a level.
    /// - Returns: false if there are too few of any.
    func merge() throws -> Bool {
        for order in ClickOrder.allCases {
            if let group = mergeable(try connection.liveRuns(order)) {
                try merge(group)
                return true
            }
        }
        return false
    }

    /// The newest runs up to the lowest level that has enough. Only neighbours in time are merged, so that the newest
    /// clicks are always in the first runs.
    private func mergeable(_ runs: [ClickRun]) -> [ClickRun]? {
        let levels = Set(runs.map { $0.level }).sorted()
        return levels.lazy.map { level in Array(runs.prefix { $0.level <= level }) }.first {
            $0.count >= self.sizes.fan
        }
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
        var block = ClickBlock(base: firstID, run.form)
        while let entry = try cursors.removeLowest() {
            guard entry.id > prunedUntil else { continue }
            if block.isFull {
                made.append(block)
                block = ClickBlock(base: firstID, run.form)
                if made.count >= sizes.blocks {
                    guard !isClosed else { throw StoreError.closed }
                    try hand(over: made, of: run.id)
                    made = []
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

/// Goes through several runs in one order, a block of each at a time.
private struct RunCursors {
    private var cursors: [RunCursor]
    /// The next entry of each cursor, in their order.
    private var next: [ClickEntry] = []

    init(_ runs: [ClickRun], _ connection: Connection) throws {
        cursors = []
        for run in runs {
            var cursor = RunCursor(run, connection)
            guard let first = try cursor.next() else { continue }
            cursors.append(cursor)
            next.append(first)
        }
    }

    /// The lowest of the next entries of all runs.
    mutating func removeLowest() throws -> ClickEntry? {
        guard var lowest = next.first else { return nil }
        var index = 0
        for other in 1..<next.count where next[other] < lowest {
            lowest = next[other]
            index = other
        }
        if let following = try cursors[index].next() {
            next[index] = following
        } else {
            next.remove(at: index)
            cursors.remove(at: index)
        }
        return lowest
    }
}

/// Goes through a run in its order, a block at a time.
private struct RunCursor {
    private let run: ClickRun
    private let connection: Connection
    private var entries: [ClickEntry] = []
    private var at = 0
    private var place: ClickEntry?

    init(_ run: ClickRun, _ connection: Connection) {
        self.run = run
        self.connection = connection
    }

    mutating func next() throws -> ClickEntry? {
        if at == entries.count {
            guard let block = try connection.block(of: run.id, after: place) else { return nil }
            place = block.first
            at = 0
            entries.removeAll(keepingCapacity: true)
            try ClickBlock.read(block.octets, firstKey: block.first.key, base: run.firstID, run.form) {
                entries.append($0)
            }
            guard !entries.isEmpty else { throw StoreError.corrupt("a block of clicks is empty") }
        }
        defer { at += 1 }
        return entries[at]
    }
}
