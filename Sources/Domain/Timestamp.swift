/// A moment: milliseconds UTC since 1970. Between year 0001 and 9999 when it was read from text.
package struct Timestamp: Hashable, Comparable, Sendable {
    package let milliseconds: Int64

    package init(milliseconds: Int64) {
        self.milliseconds = milliseconds
    }

    package static func < (one: Self, other: Self) -> Bool {
        one.milliseconds < other.milliseconds
    }

    package static func + (moment: Self, milliseconds: Int64) -> Self {
        Timestamp(milliseconds: moment.milliseconds.addingSaturating(milliseconds))
    }

    /// Before everything: the moment from which a customer is existing who was one "from the beginning".
    package static let distantPast = Timestamp(milliseconds: .min)

    /// One day, as PRODUCT's windows and holds count it: 24 hours, whatever the calendar says.
    package static let day: Int64 = 86_400_000
    package static let hour: Int64 = 3_600_000
    package static let minute: Int64 = 60_000
}

extension Int64 {
    /// The sum, or the nearest limit where it does not fit.
    package func addingSaturating(_ other: Int64) -> Int64 {
        let (sum, overflow) = addingReportingOverflow(other)
        guard overflow else { return sum }
        return other > 0 ? .max : .min
    }
}
