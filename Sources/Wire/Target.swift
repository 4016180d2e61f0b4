/// What a request line's target says.
struct Target {
    var path: Range<Int>
    var query: Range<Int>
    /// Host and port of the absolute form, which then stand for the Host field.
    var authority: Range<Int>?
    /// What the path is where the target has none, as in `http://host` or `http://host?query`.
    var impliedPath: UInt8?

    /// Reads `range` of a head as origin form, absolute form or `*`.
    ///
    /// The path is checked to decode to one thing. The query is not: any visible ASCII may stand in it, because links
    /// to here are mangled on their way, and who follows one must not be stranded for a stray `%`.
    /// - Throws: `.malformedTarget`, and for the path `.malformedEscape` and `.dotSegment`; `.malformedHost` for the
    ///   authority of an absolute form.
    /// - Source: RFC 9112 §3.2.
    init(_ bytes: Span<UInt8>, _ range: Range<Int>, method: Method) throws(RequestError) {
        guard !range.isEmpty else { throw .malformedTarget }
        var start = range.lowerBound
        if method == .options, range.count == 1, bytes[start] == Octet.asterisk {
            (path, query) = (range, range.upperBound..<range.upperBound)
            return
        }
        if bytes[start] != Octet.slash {
            guard let authorityStart = Self.afterScheme(bytes, range) else { throw .malformedTarget }
            start = authorityStart
            while start < range.upperBound, bytes[start] != Octet.slash, bytes[start] != Octet.question { start += 1 }
            guard isHost(bytes, authorityStart..<start) else { throw .malformedHost }
            authority = authorityStart..<start
        }
        path = start..<(try Self.endOfPath(bytes, start..<range.upperBound))
        query = min(path.upperBound + 1, range.upperBound)..<range.upperBound
        for index in query where !bytes[index].isTarget { throw .malformedTarget }
        if path.isEmpty {
            // `OPTIONS http://host` asks about the server as a whole. RFC 9112 §3.2.4.
            impliedPath = method == .options && path.upperBound == range.upperBound ? Octet.asterisk : Octet.slash
        }
    }

    /// Where the authority begins: after `http://` or `https://`, in any case.
    private static func afterScheme(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Int? {
        for scheme in ["http://", "https://"] as [StaticString] {
            let end = range.lowerBound + scheme.utf8CodeUnitCount
            if end <= range.upperBound, bytes.equals(range.lowerBound..<end, scheme) { return end }
        }
        return nil
    }

    /// Finds the `?` or the end. Most paths have no escape and no dot, and cost this one scan.
    private static func endOfPath(_ bytes: Span<UInt8>, _ range: Range<Int>) throws(RequestError) -> Int {
        var isPlain = true
        var end = range.lowerBound
        while end < range.upperBound {
            let octet = bytes[end]
            if !octet.isPlainPath {
                if octet == Octet.question { break }
                // Some readers take a backslash for a slash; browsers never send one.
                guard octet.isTarget, octet != Octet.backslash else { throw .malformedTarget }
                isPlain = false
            }
            end += 1
        }
        if !isPlain { try checkPath(bytes, range.lowerBound..<end) }
        return end
    }
}
