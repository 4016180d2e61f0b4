import Domain

// What `Fields` and `Query` both check of a value. Each answers the words of the fault, or nil.

/// - Parameter range: lengths in Unicode scalars, as JSON Schema counts them.
func lengthFault(_ text: String, _ range: ClosedRange<Int>) -> String? {
    let count = text.unicodeScalars.count
    return range.contains(count) ? nil : "must have \(words(range)) characters; it has \(count)"
}

func rangeFault(_ number: Int64, _ range: ClosedRange<Int64>) -> String? {
    range.contains(number) ? nil : "must be \(words(range)); it is \(number)"
}

/// Control characters are refused: a NUL would end a text early in other programs, an escape would write on
/// somebody's terminal.
/// - Parameter isMultiline: line feeds, carriage returns and tabs are text as well.
func controlFault(_ text: String, isMultiline: Bool = false) -> String? {
    let control = text.unicodeScalars.first { scalar in
        guard scalar.properties.generalCategory == .control else { return false }
        return !(isMultiline && (scalar == "\n" || scalar == "\r" || scalar == "\t"))
    }
    return control.map { "must be without control characters; it has U+\(String($0.value, radix: 16))" }
}

let timestampFault = "must be an RFC 3339 time with an offset, such as 2026-11-21T10:00:00Z"

/// - Returns: the words that are allowed, in their order, and the one that came.
func choiceFault<Choice: RawRepresentable<String> & CaseIterable>(_ text: String, of type: Choice.Type) -> String {
    "must be \(alternatives(type.allCases.map(\.rawValue))); it is \(quoted(text))"
}

/// `a`, `a or b`, `a, b or c`.
func alternatives(_ words: [String]) -> String {
    guard let last = words.last, words.count > 1 else { return words.first ?? "" }
    return words.dropLast().joined(separator: ", ") + " or " + last
}

/// What a client sent, in quotes and short enough to send it back.
func quoted(_ text: String) -> String {
    let maximum = 40
    let start = String(text.unicodeScalars.prefix(maximum))
    return start.unicodeScalars.count == text.unicodeScalars.count ? "\"\(text)\"" : "\"\(start)...\""
}

private func words<Number: FixedWidthInteger>(_ range: ClosedRange<Number>) -> String {
    if range.lowerBound == range.upperBound { return "exactly \(range.lowerBound)" }
    if range.upperBound == .max { return "at least \(range.lowerBound)" }
    if range.lowerBound == .min { return "at most \(range.upperBound)" }
    return "\(range.lowerBound) to \(range.upperBound)"
}
