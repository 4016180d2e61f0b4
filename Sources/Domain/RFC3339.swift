// RFC 3339 text of a `Timestamp`: read with any offset, written in UTC with milliseconds.

extension Timestamp {
    /// Reads `2026-11-21T10:00:00Z`, with `.` and any number of fraction digits (cut to milliseconds) and `Z` or
    /// `+05:30`. A leap second counts as the second after it.
    /// - Returns: nil for anything else: no offset, impossible dates, other separators than `T` or a space.
    /// - Source: RFC 3339 §5.6.
    package init?(rfc3339 text: String) {
        var reader = DigitReader(Array(text.utf8))
        guard let year = reader.number(4), reader.skip("-"), let month = reader.number(2), reader.skip("-"),
            let day = reader.number(2), reader.skip("T") || reader.skip("t") || reader.skip(" "),
            let hour = reader.number(2), reader.skip(":"), let minute = reader.number(2), reader.skip(":"),
            let second = reader.number(2), let fraction = reader.fraction(), let offset = reader.offset(),
            reader.isAtEnd, year >= 1, (1...12).contains(month), (1...Self.days(of: month, in: year)).contains(day),
            hour < 24, minute < 60, second <= 60
        else { return nil }
        let seconds = Self.dayNumber(year, month, day) * 86_400 + hour * 3600 + minute * 60 + second - offset * 60
        // An offset or a leap second can lead out of the years that `rfc3339` can write.
        guard Self.writableSeconds.contains(seconds) else { return nil }
        milliseconds = seconds * 1000 + fraction
    }

    /// `2026-11-21T10:00:00.000Z`.
    package var rfc3339: String {
        let (dayNumber, inDay) = milliseconds.quotientRoundedDown(by: Self.day)
        let (year, month, day) = Self.civil(dayNumber)
        let (hour, minute, second) = (inDay / 3_600_000, inDay / 60_000 % 60, inDay / 1000 % 60)
        // Octets, since every reply has several of these, and putting strings together is slow.
        var text: [UInt8] = []
        text.reserveCapacity(24)
        text.append(year, width: 4, before: "-")
        text.append(month, width: 2, before: "-")
        text.append(day, width: 2, before: "T")
        text.append(hour, width: 2, before: ":")
        text.append(minute, width: 2, before: ":")
        text.append(second, width: 2, before: ".")
        text.append(inDay % 1000, width: 3, before: "Z")
        return String(decoding: text, as: UTF8.self)
    }

    /// The UTC day this moment lies in, counted from 1970-01-01.
    package var utcDay: Int64 {
        milliseconds.quotientRoundedDown(by: Self.day).quotient
    }

    private static let writableSeconds = dayNumber(1, 1, 1) * 86_400..<dayNumber(10_000, 1, 1) * 86_400

    private static func days(of month: Int64, in year: Int64) -> Int64 {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    /// Days from 1970-01-01, by counting years from March so that the leap day ends them.
    private static func dayNumber(_ year: Int64, _ month: Int64, _ day: Int64) -> Int64 {
        let marchYear = month > 2 ? year : year - 1
        let marchMonth = (month + 9) % 12
        return marchYear * 365 + marchYear / 4 - marchYear / 100 + marchYear / 400 + (marchMonth * 306 + 5) / 10 + day
            - 1
            - 719_468
    }

    /// The inverse of `dayNumber`, proleptic Gregorian.
    private static func civil(_ dayNumber: Int64) -> (year: Int64, month: Int64, day: Int64) {
        let (era, inEra) = (dayNumber + 719_468).quotientRoundedDown(by: 146_097)
        let yearInEra = (inEra - inEra / 1460 + inEra / 36_524 - inEra / 146_096) / 365
        let dayInYear = inEra - (365 * yearInEra + yearInEra / 4 - yearInEra / 100)
        let marchMonth = (5 * dayInYear + 2) / 153
        let month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
        return (era * 400 + yearInEra + (month <= 2 ? 1 : 0), month, dayInYear - (153 * marchMonth + 2) / 5 + 1)
    }
}

extension Int64 {
    fileprivate func quotientRoundedDown(by divisor: Int64) -> (quotient: Int64, remainder: Int64) {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
    }
}

extension [UInt8] {
    /// The number with zeros in front, to this width, and what comes behind it.
    fileprivate mutating func append(_ number: Int64, width: Int, before separator: Unicode.Scalar) {
        let digits = String(number).utf8
        for _ in 0..<Swift.max(0, width - digits.count) { append(UInt8(ascii: "0")) }
        append(contentsOf: digits)
        append(UInt8(ascii: separator))
    }
}

/// Reads the parts of a timestamp from the front; each answers nil where the text has something else.
private struct DigitReader {
    private var rest: ArraySlice<UInt8>

    init(_ bytes: [UInt8]) {
        rest = bytes[...]
    }

    var isAtEnd: Bool { rest.isEmpty }

    mutating func skip(_ character: Unicode.Scalar) -> Bool {
        guard rest.first == UInt8(ascii: character) else { return false }
        rest.removeFirst()
        return true
    }

    mutating func number(_ width: Int) -> Int64? {
        guard rest.count >= width else { return nil }
        var value: Int64 = 0
        for _ in 0..<width {
            guard let digit = digit() else { return nil }
            value = value * 10 + digit
        }
        return value
    }

    /// Milliseconds after the point, or 0 where there is no point.
    mutating func fraction() -> Int64? {
        guard skip(".") else { return 0 }
        guard var value = digit() else { return nil }
        var count = 1
        while let next = digit() {
            if count < 3 { value = value * 10 + next }
            count += 1
        }
        while count < 3 {
            value *= 10
            count += 1
        }
        return value
    }

    /// Minutes east of Greenwich.
    mutating func offset() -> Int64? {
        if skip("Z") || skip("z") { return 0 }
        let isWest = rest.first == UInt8(ascii: "-")
        guard skip("+") || skip("-"), let hours = number(2), skip(":"), let minutes = number(2), hours < 24,
            minutes < 60
        else { return nil }
        return (hours * 60 + minutes) * (isWest ? -1 : 1)
    }

    private mutating func digit() -> Int64? {
        guard let byte = rest.first, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else { return nil }
        rest.removeFirst()
        return Int64(byte - UInt8(ascii: "0"))
    }
}
