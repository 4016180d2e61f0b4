import Attribution
import Domain
import Store

/// A stretch of history to go through, by the moment conversions happened.
package struct HistoryRange: Hashable, Sendable {
    /// Included.
    package let from: Timestamp
    /// Left out.
    package let to: Timestamp

    /// How many conversions a report goes through at the most.
    package static let mostConversions = 500_000
    /// And how many touchpoints of these.
    package static let mostTouchpoints = 2_000_000

    package init(from: Timestamp?, to: Timestamp?) {
        self.from = from ?? .distantPast
        self.to = to ?? Timestamp(milliseconds: .max)
    }
}

/// A conversion with the touchpoints that were judged for it.
struct JudgedConversion {
    let row: ConversionRow
    let touches: [GatheredTouch]
}

extension Connection {
    private static let pageSize = 1000

    /// Goes through the conversions of a stretch of time, oldest first.
    /// - Throws: `TrackingError.tooMuch` before the first one; what `body` throws.
    func eachConversion(in range: HistoryRange, _ body: (JudgedConversion) throws -> Void) throws {
        guard
            try countConversions(from: range.from, to: range.to, atMost: HistoryRange.mostConversions + 1)
                <= HistoryRange.mostConversions
        else { throw TrackingError.tooMuch(what: "conversions", limit: HistoryRange.mostConversions) }
        var last: ConversionRow?
        var touchpoints = 0
        while true {
            let rows = try conversions(from: range.from, to: range.to, after: last, limit: Self.pageSize)
            for row in rows {
                let touches = try touches(of: row.id)
                touchpoints += touches.count
                guard touchpoints <= HistoryRange.mostTouchpoints else {
                    throw TrackingError.tooMuch(what: "touchpoints", limit: HistoryRange.mostTouchpoints)
                }
                try body(JudgedConversion(row: row, touches: touches.map { GatheredTouch($0, of: row) }))
            }
            guard rows.count == Self.pageSize else { return }
            last = rows.last
        }
    }
}
