import Domain

/// How far the passes over clicks have come. Read it in the transaction or snapshot whose rows are read.
struct ClickFold: Hashable, Sendable {
    /// Clicks up to this identifier are in the runs of both orders.
    var orderedUntil: Int64
    /// The tallies of all links have the clicks up to here.
    var countedUntil: Int64
    /// Those of links below `countingLink` have them up to here.
    var countingUntil: Int64
    var countingLink: Int64
    /// Clicks up to here are gone; their tallies stay.
    var prunedUntil: Int64

    /// What of a range is in runs, and not gone.
    func ordered(of range: ClickRange) -> ClickRange {
        range.intersection(ClickRange(after: prunedUntil, until: orderedUntil))
    }

    /// What of a range no run has yet.
    func unordered(of range: ClickRange) -> ClickRange {
        range.intersection(ClickRange(after: orderedUntil, until: .max))
    }

    /// The clicks of a link that its tallies do not have.
    func uncounted(link number: Int64) -> ClickRange {
        ClickRange(after: number < countingLink ? countingUntil : countedUntil, until: .max)
    }
}

extension Connection {
    func clickFold() throws -> ClickFold {
        let fold = try first(
            """
            SELECT ordered_until, counted_until, counting_until, counting_link, pruned_until FROM click_fold
             WHERE id = 1
            """
        ) { row in
            ClickFold(
                orderedUntil: row.int64(0), countedUntil: row.int64(1), countingUntil: row.int64(2),
                countingLink: row.int64(3), prunedUntil: row.int64(4))
        }
        guard let fold else { throw StoreError.corrupt("click_fold has no row") }
        return fold
    }

    func set(_ fold: ClickFold) throws {
        try run(
            """
            UPDATE click_fold
               SET ordered_until = \(fold.orderedUntil), counted_until = \(fold.countedUntil),
                   counting_until = \(fold.countingUntil), counting_link = \(fold.countingLink),
                   pruned_until = \(fold.prunedUntil)
             WHERE id = 1
            """)
    }
}
