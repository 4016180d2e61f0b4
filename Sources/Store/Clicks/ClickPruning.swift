import Domain

// Clicks that are old enough go, an hour of them at a time; what was counted of them stays.
extension ClickFolder {
    /// Takes away a part of the clicks before the kept days.
    /// - Returns: false if there is nothing to take.
    func prune() throws -> Bool {
        guard let keptDays else { return false }
        let count = sizes.pruned
        return try slice { transaction in
            let connection = transaction.connection
            var fold = try connection.clickFold()
            let hour = (transaction.now.milliseconds - Int64(keptDays) * Timestamp.day) / Timestamp.hour
            let end = ID<Click>.first(at: Timestamp(milliseconds: max(0, hour * Timestamp.hour))).value - 1
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
}

extension Connection {
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
