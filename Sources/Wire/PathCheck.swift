/// Checks a path that has an escape or a dot: what it decodes to must be one thing to every reader.
///
/// An escaped slash belongs to its segment, since ids may hold one; but a `..` beside it is refused like any other,
/// and beside a backslash too, because a reader who decodes first, or takes one for the other, would climb.
/// - Throws: `.malformedEscape` for an escape without two digits, one of a control octet, and octets that are no
///   UTF-8; `.dotSegment` for `.` and `..`, escaped or not.
/// - Source: RFC 3986 §2.1, §5.2.4 and §6.2.2.
func checkPath(_ bytes: Span<UInt8>, _ range: Range<Int>) throws(RequestError) {
    var text = UTF8Check()
    var segment = SegmentDots()
    var index = range.lowerBound
    while index < range.upperBound {
        var octet = bytes[index]
        index += 1
        if octet == Octet.percent {
            guard index + 1 < range.upperBound, let high = bytes[index].hexadecimalValue,
                let low = bytes[index + 1].hexadecimalValue
            else { throw .malformedEscape }
            octet = high << 4 | low
            guard !octet.isControl else { throw .malformedEscape }
            index += 2
        }
        guard text.take(octet) else { throw .malformedEscape }
        if octet == Octet.slash || octet == Octet.backslash {
            guard !segment.isSpecial else { throw .dotSegment }
            segment = SegmentDots()
        } else {
            segment.take(octet)
        }
    }
    guard text.isWhole else { throw .malformedEscape }
    guard !segment.isSpecial else { throw .dotSegment }
}

/// Is a segment `.` or `..`?
private struct SegmentDots {
    private var count = 0  // dots, if there is nothing else; 3 for everything that is neither `.` nor `..`

    var isSpecial: Bool { count == 1 || count == 2 }

    mutating func take(_ octet: UInt8) {
        count = octet == Octet.dot ? min(count + 1, 3) : 3
    }
}
