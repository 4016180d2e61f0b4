import Domain

/// Milliseconds in the largest unit that divides them: `30 days`, `36 hours`, `1 minute`.
func exactly(_ milliseconds: UInt64) -> String {
    let unit = units.first { milliseconds.isMultiple(of: $0.milliseconds) } ?? millisecond
    return counted(milliseconds / unit.milliseconds, unit)
}

/// Milliseconds in the largest unit they fill: `3 days`, and `over 3 days` where there is more.
func roughly(_ milliseconds: UInt64) -> String {
    let unit = units.first { milliseconds >= $0.milliseconds } ?? millisecond
    let (count, more) = milliseconds.quotientAndRemainder(dividingBy: unit.milliseconds)
    return (more == 0 ? "" : "over ") + counted(count, unit)
}

private typealias Unit = (name: String, milliseconds: UInt64)

private let millisecond: Unit = ("millisecond", 1)

private let units: [Unit] = [
    ("day", Timestamp.day.magnitude), ("hour", Timestamp.hour.magnitude), ("minute", Timestamp.minute.magnitude),
    ("second", 1000), millisecond,
]

private func counted(_ count: UInt64, _ unit: Unit) -> String {
    "\(count) \(unit.name)\(count == 1 ? "" : "s")"
}
