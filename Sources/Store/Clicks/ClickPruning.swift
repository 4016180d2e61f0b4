import Domain

// Clicks that are old enough go, an hour of them at a time; what was counted of them stays.
extension ClickFolder {
    /// Takes away a part of the clicks before the kept days.
    /// - Returns: false if there is nothing to take.
    func prune() throws -> Bool {
        guard let end = try prunableUntil() else { return false }
        // Few clicks would wait long for their passes.
        if try connection.hasUnfoldedClicks(until: end) {
            _ = try order(atLeast: 1)
            _ = try tally(atLeast: 1)
        }
        let count = sizes.pruned
        return try slice { transaction in
            let connection = transaction.connection
            var fold = try connection.clickFold()
            // What is not counted, or in no order yet, is needed for that.
            let until = min(end, fold.countedUntil, fold.orderedUntil)
            if until > fold.prunedUntil {
                fold.prunedUntil = until
                try connection.set(fold)
                try connection.replaceRuns(until: until)
            }
            return try connection.removeClicks(until: fold.prunedUntil, limit: count) > 0
        }
    }

    /// By the clock alone: identifiers go on from where a clock was that ran ahead.
    /// - Returns: the last identifier that may go; nil where clicks are kept for good, or the clock has stepped back.
    private func prunableUntil() throws -> Int64? {
        guard let keptDays else { return nil }
        let now = clock()
        guard try slice({ $0.now }) < now + Timestamp.hour else { return nil }
        let hour = (now.milliseconds - Int64(keptDays) * Timestamp.day) / Timestamp.hour
        guard hour > 0 else { return nil }
        return ID<Click>.first(at: Timestamp(milliseconds: hour * Timestamp.hour)).value - 1
    }
}

extension Connection {
    fileprivate func hasUnfoldedClicks(until id: Int64) throws -> Bool {
        let fold = try clickFold()
        let query: SQL = """
            SELECT 1 FROM click WHERE id > \(min(fold.countedUntil, fold.orderedUntil)) AND id <= \(id) LIMIT 1
            """
        return try first(query) { _ in true } ?? false
    }

    /// The runs that have no other clicks are of no use any more.
    fileprivate func replaceRuns(until id: Int64) throws {
        try run(
            """
            UPDATE click_run SET state = \(ClickRun.State.replaced.rawValue)
             WHERE state = \(ClickRun.State.live.rawValue) AND last_id <= \(id)
            """)
    }

    /// - Returns: how many went.
    fileprivate func removeClicks(until id: Int64, limit: Int) throws -> Int {
        try run("DELETE FROM click WHERE id IN (SELECT id FROM click WHERE id <= \(id) ORDER BY id LIMIT \(limit))")
        return changes
    }
}
