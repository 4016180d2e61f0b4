import Domain

/// A sorted part of one order: all clicks from `range.after` on, in blocks.
struct ClickRun: Hashable, Sendable {
    enum State: Int64, Sendable {
        // The numbers are stored.
        case building = 0
        case live = 1
        case replaced = 2
    }

    var id: Int64
    var order: ClickOrder
    /// How often its clicks were merged.
    var level: Int64
    var state: State
    var firstID: Int64
    var lastID: Int64
    var form: IdentifierForm
    var entries: Int64
}

/// A block where it lies: in a run, and before which entry of it.
struct PlacedBlock: Sendable {
    let run: Int64
    let first: ClickEntry
    let octets: [UInt8]
}

extension Connection {
    /// The runs in force of an order, the newest clicks first. No two have a click in common.
    func liveRuns(_ order: ClickOrder) throws -> [ClickRun] {
        try runs(where: "kind = \(order.rawValue) AND state = \(ClickRun.State.live.rawValue) ORDER BY last_id DESC")
    }

    /// Runs that nobody reads any more, or that were never finished.
    func uselessRuns() throws -> [ClickRun] {
        try runs(where: "state <> \(ClickRun.State.live.rawValue) ORDER BY id")
    }

    func highestRun() throws -> Int64 {
        try first("SELECT COALESCE(MAX(id), 0) FROM click_run") { $0.int64(0) } ?? 0
    }

    func insert(_ run: ClickRun) throws {
        try self.run(
            """
            INSERT INTO click_run (id, kind, level, state, first_id, last_id, node, entries)
            VALUES (\(run.id), \(run.order.rawValue), \(run.level), \(run.state.rawValue), \(run.firstID),
                    \(run.lastID), \(run.form.stored), \(run.entries))
            """)
    }

    func setState(of run: Int64, _ state: ClickRun.State) throws {
        try self.run("UPDATE click_run SET state = \(state.rawValue) WHERE id = \(run)")
    }

    /// What is known of a run only when it is whole.
    func finish(_ run: ClickRun) throws {
        try self.run(
            """
            UPDATE click_run SET state = \(ClickRun.State.live.rawValue), entries = \(run.entries) WHERE id = \(run.id)
            """)
    }

    func insert(_ block: PlacedBlock) throws {
        try run(
            """
            INSERT INTO click_block (id, run, first_key, first_id, entries)
            VALUES ((SELECT COALESCE(MAX(id), 0) + 1 FROM click_block), \(block.run), \(block.first.key),
                    \(block.first.id), \(SQLValue.blob(block.octets)))
            """)
    }

    /// Takes a part of a run's blocks away, and the run itself after the last.
    /// - Returns: whether all of it is gone.
    func removePart(of run: Int64, blocks: Int) throws -> Bool {
        try self.run(
            """
            DELETE FROM click_block
             WHERE id IN (SELECT id FROM click_block WHERE run = \(run) ORDER BY first_key, first_id LIMIT \(blocks))
            """)
        guard changes < blocks else { return false }
        try self.run("DELETE FROM click_run WHERE id = \(run)")
        return true
    }

    /// The next blocks of a run after a place, in its order; none after the last.
    func blocks(of run: Int64, after place: ClickEntry?, limit: Int) throws -> [PlacedBlock] {
        let query: SQL =
            if let place {
                """
                SELECT first_key, first_id, entries FROM click_block
                 WHERE run = \(run) AND (first_key, first_id) > (\(place.key), \(place.id))
                 ORDER BY first_key, first_id LIMIT \(limit)
                """
            } else {
                """
                SELECT first_key, first_id, entries FROM click_block
                 WHERE run = \(run) ORDER BY first_key, first_id LIMIT \(limit)
                """
            }
        return try rows(query) { row in
            PlacedBlock(run: run, first: ClickEntry(key: row.int64(0), id: row.int64(1)), octets: row.blob(2))
        }
    }

    /// Entries with one of `keys` and an identifier in `range`, rising. All of a run, or at least the last `limit`.
    func entries(
        in run: ClickRun, keys: ClosedRange<Int64>, _ range: ClickRange, limit: Int = .max
    ) throws -> [ClickEntry] {
        guard limit > 0, run.lastID > range.after, run.firstID <= range.until else { return [] }
        let (lowest, highest) = (keys.lowerBound, keys.upperBound)
        var pieces: [[ClickEntry]] = []
        var count = 0
        // From the end: the last block that may have an entry of the range, then those before it.
        try eachRow(
            """
            SELECT first_key, first_id, entries FROM click_block
             WHERE run = \(run.id) AND (first_key, first_id) <= (\(highest), \(range.until))
             ORDER BY first_key DESC, first_id DESC
            """
        ) { row in
            let place = ClickEntry(key: row.int64(0), id: row.int64(1))
            var piece: [ClickEntry] = []
            try ClickBlock.read(row.blob(2), firstKey: place.key, base: run.firstID, run.form) { entry in
                if keys.contains(entry.key), range.contains(entry.id) { piece.append(entry) }
            }
            pieces.append(piece)
            count += piece.count
            return count < limit && place >= ClickEntry(key: lowest, id: range.after)
        }
        return Array(pieces.reversed().joined())
    }

    private func runs(where filter: SQL) throws -> [ClickRun] {
        try rows("SELECT id, kind, level, state, first_id, last_id, node, entries FROM click_run WHERE \(filter)") {
            row in
            guard let order = ClickOrder(rawValue: row.int64(1)), let state = ClickRun.State(rawValue: row.int64(3))
            else { throw StoreError.corrupt("run \(row.int64(0)) of kind \(row.int64(1)), state \(row.int64(3))") }
            return ClickRun(
                id: row.int64(0), order: order, level: row.int64(2), state: state, firstID: row.int64(4),
                lastID: row.int64(5), form: IdentifierForm(stored: row.int64(6)), entries: row.int64(7))
        }
    }
}
