/// What a request line's target says.
struct Target {
    var path: Range<Int>
    var query: Range<Int>
    /// Host and port of the absolute form, which then stand for the Host field.
    var authority: Range<Int>?
    /// The absolute form without a path: `http://host` or `http://host?query`, whose path is `/`.
    var isPathEmpty = false

    /// Reads `range` of a head as origin form, absolute form or `*`. Octets are visible ASCII without `#`.
    /// - Throws: `.malformedTarget`; `.malformedHost` for the authority of an absolute form.
    /// - Source: RFC 9112 §3.2.
    init(_ bytes: Span<UInt8>, _ range: Range<Int>, method: Method) throws(RequestError) {
        for index in range where !bytes[index].isTarget { throw .malformedTarget }
        if method == .options, range.count == 1, bytes[range.lowerBound] == Octet.asterisk {
            (path, query) = (range, range.upperBound..<range.upperBound)
            return
        }
        var start = range.lowerBound
        if range.isEmpty || bytes[start] != Octet.slash {
            guard let authorityStart = Self.afterScheme(bytes, range) else { throw .malformedTarget }
            start = authorityStart
            while start < range.upperBound, bytes[start] != Octet.slash, bytes[start] != Octet.question { start += 1 }
            guard authorityStart < start, isHost(bytes, authorityStart..<start) else { throw .malformedHost }
            authority = authorityStart..<start
        }
        var end = start
        while end < range.upperBound, bytes[end] != Octet.question { end += 1 }
        path = start..<end
        query = min(end + 1, range.upperBound)..<range.upperBound
        isPathEmpty = path.isEmpty
    }

    /// Where the authority begins: after `http://` or `https://`, in any case.
    private static func afterScheme(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Int? {
        for scheme in ["http://", "https://"] as [StaticString] {
            let end = range.lowerBound + scheme.utf8CodeUnitCount
            if end <= range.upperBound, bytes.equals(range.lowerBound..<end, scheme) { return end }
        }
        return nil
    }
}

/// Is it a host with an optional port? An IPv6 address stands in brackets; the host may be empty, as in `Host:`.
/// - Source: RFC 9110 §7.2, RFC 3986 §3.2.
func isHost(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
    var index = range.lowerBound
    if !range.isEmpty, bytes[index] == Octet.openBracket {
        index += 1
        let start = index
        while index < range.upperBound, bytes[index] != Octet.closeBracket {
            guard bytes[index].isAuthority else { return false }
            index += 1
        }
        guard index < range.upperBound, index > start else { return false }
        index += 1
    } else {
        while index < range.upperBound, bytes[index] != Octet.colon {
            guard bytes[index].isAuthority else { return false }
            index += 1
        }
    }
    guard index < range.upperBound else { return true }
    guard bytes[index] == Octet.colon else { return false }
    for index in (index + 1)..<range.upperBound where !bytes[index].isDigit { return false }
    return range.upperBound - index - 1 <= 5
}
