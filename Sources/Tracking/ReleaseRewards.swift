import Domain
import Ledger
import Store

extension Transaction {
    /// How many rewards one slice of the pass approves, so that waiting clicks come first.
    private static let sliceCount = 50

    /// Approves held rewards whose hold has ended: a background pass.
    /// - Returns: whether there may be more to do.
    package func releaseDueRewards() throws -> Bool {
        let rows = try connection.dueRewards(at: now, limit: Self.sliceCount)
        for row in rows {
            guard let change = due(row.reward, now: now) else { continue }
            _ = try apply(change, to: row, actor: "grapevine", reason: "the hold has ended")
        }
        return rows.count == Self.sliceCount
    }
}
