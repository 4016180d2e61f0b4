import Foundation

/// A moment as the API writes it: UTC with milliseconds.
struct Moment: Hashable, Comparable {
    let milliseconds: Int64

    static var now: Moment {
        Moment(milliseconds: Int64(Date().timeIntervalSince1970 * 1000))
    }

    static func < (one: Moment, other: Moment) -> Bool {
        one.milliseconds < other.milliseconds
    }

    func adding(minutes: Int64 = 0, days: Int64 = 0) -> Moment {
        Moment(milliseconds: milliseconds + minutes * 60_000 + days * 86_400_000)
    }

    var text: String {
        let (seconds, rest) = milliseconds.quotientAndRemainder(dividingBy: 1000)
        let whole = Date(timeIntervalSince1970: Double(seconds)).formatted(.iso8601)
        return "\(whole.dropLast()).\(String(rest + 1000).dropFirst())Z"
    }
}
