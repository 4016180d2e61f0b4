import Domain

/// A click on a program's link, as far as a journey needs it.
package struct JourneyClick: Hashable, Sendable {
    package let id: ID<Click>
    package let visitor: Int64
    package let referrer: ID<Referrer>
}

extension Connection {
    /// The human clicks on a program's links in a stretch of time, by visitor and then in their order.
    /// - Parameter limit: of all clicks that are looked at, whichever program's.
    /// - Returns: nil where there are more.
    package func journeyClicks(
        of program: ID<Program>, from: Timestamp, to: Timestamp, limit: Int
    ) throws -> [JourneyClick]? {
        let range = ClickRange(from: from, to: to)
        let count = try first(
            """
            SELECT COUNT(*) FROM (SELECT 1 FROM click WHERE id > \(range.after) AND id <= \(range.until)
                                   LIMIT \(limit + 1)) k
            """
        ) { $0.int(0) }
        guard count ?? 0 <= limit else { return nil }
        // Neither could have earned.
        let barred: ClickSigns = [.notLive, .suspended]
        return try rows(
            """
            SELECT c.id, c.visitor, l.referrer FROM click c JOIN link l ON l.number = c.link
             WHERE c.id > \(range.after) AND c.id <= \(range.until) AND c.class IN (1, 6) AND l.program = \(program)
               AND c.seen & \(barred.rawValue) = 0
             ORDER BY c.visitor, c.id
            """
        ) { JourneyClick(id: $0.id(0), visitor: $0.int64(1), referrer: $0.id(2)) }
    }

    /// Visitors that events named for customers who converted in a stretch of time.
    package func convertedVisitors(
        _ kind: ConversionKind, in program: ID<Program>, from: Timestamp, to: Timestamp
    ) throws -> Set<Int64> {
        Set(
            try rows(
                """
                SELECT DISTINCT n.visitor FROM conversion k JOIN visitor_naming n ON n.customer = k.customer
                 WHERE k.occurred_at >= \(from) AND k.occurred_at < \(to) AND k.program = \(program)
                   AND k.kind = \(kind.rawValue)
                """
            ) { $0.int64(0) })
    }
}
