/// A moment as `Sun, 06 Nov 1994 08:49:37 GMT`.
/// - Parameter seconds: since 1970, UTC, without leap seconds; the years 1970 to 9999, others are held at these ends.
/// - Returns: 29 octets.
/// - Source: RFC 9110 §5.6.7, IMF-fixdate; the calendar after Howard Hinnant, "chrono-compatible low-level date
///   algorithms".
package func httpDate(_ seconds: Int) -> [UInt8] {
    let seconds = min(max(seconds, 0), 253_402_300_799)
    let days = seconds / 86400
    let second = seconds % 86400

    // Years that begin in March, in eras of 400 years, so that the leap day is the last of its year.
    let shifted = days + 719_468
    let era = shifted / 146_097
    let dayOfEra = shifted % 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let monthFromMarch = (5 * dayOfYear + 2) / 153
    let day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
    let month = (monthFromMarch + 2) % 12  // 0 is January
    let year = yearOfEra + era * 400 + (month < 2 ? 1 : 0)

    var text: [UInt8] = []
    text.reserveCapacity(29)
    func append(_ name: String) { text.append(contentsOf: name.utf8) }
    func append(_ number: Int, digits: Int) {
        var divisor = digits == 4 ? 1000 : 10
        while divisor > 0 {
            text.append(Octet.zero + UInt8(number / divisor % 10))
            divisor /= 10
        }
    }
    append(["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"][days % 7])
    append(", ")
    append(day, digits: 2)
    append(" \(months[month]) ")
    append(year, digits: 4)
    append(" ")
    append(second / 3600, digits: 2)
    append(":")
    append(second / 60 % 60, digits: 2)
    append(":")
    append(second % 60, digits: 2)
    append(" GMT")
    return text
}

private let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
