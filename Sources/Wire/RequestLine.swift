/// `method SP target SP version`, each separated by exactly one space. RFC 9112 §3.
struct RequestLine {
    let method: Method
    let target: Target
    let version: Version

    /// - Throws: `.malformedRequestLine`, `.unsupportedVersion`, `.unsupportedMethod`, and what `Target` throws.
    init(_ bytes: Span<UInt8>, _ line: Range<Int>) throws(RequestError) {
        var methodEnd = line.lowerBound
        while methodEnd < line.upperBound, bytes[methodEnd].isToken { methodEnd += 1 }
        // From the end, because a space inside the target is then found to be one there.
        var versionStart = line.upperBound
        while versionStart > methodEnd, bytes[versionStart - 1] != Octet.space { versionStart -= 1 }
        guard methodEnd > line.lowerBound, versionStart > methodEnd + 1, bytes[methodEnd] == Octet.space
        else { throw .malformedRequestLine }
        version = try Self.version(bytes, versionStart..<line.upperBound)
        guard let method = Method(bytes, line.lowerBound..<methodEnd) else { throw .unsupportedMethod }
        let targetRange = (methodEnd + 1)..<(versionStart - 1)
        guard method != .connect else {
            throw isAuthorityForm(bytes, targetRange) ? .unsupportedMethod : .malformedTarget
        }
        self.method = method
        target = try Target(bytes, targetRange, method: method)
    }

    /// `HTTP/` in capitals, a digit, a dot, a digit. A request of HTTP/0.9 names no version, so one that says so is
    /// of no version at all.
    /// - Source: RFC 9112 §2.3.
    private static func version(_ bytes: Span<UInt8>, _ range: Range<Int>) throws(RequestError) -> Version {
        let start = range.lowerBound
        guard range.count == 8, bytes.isSame(start..<(start + 5), "HTTP/"), bytes[start + 5].isDigit,
            bytes[start + 6] == Octet.dot, bytes[start + 7].isDigit, bytes[start + 5] != Octet.zero
        else { throw .malformedRequestLine }
        guard bytes[start + 5] == Octet.zero + 1 else { throw .unsupportedVersion }
        return bytes[start + 7] == Octet.zero ? .http10 : .http11
    }
}

extension Method {
    /// Methods are told apart by case. RFC 9110 §9.1.
    fileprivate init?(_ bytes: Span<UInt8>, _ range: Range<Int>) {
        switch range.count {
        case 3 where bytes.isSame(range, "GET"): self = .get
        case 3 where bytes.isSame(range, "PUT"): self = .put
        case 4 where bytes.isSame(range, "POST"): self = .post
        case 4 where bytes.isSame(range, "HEAD"): self = .head
        case 5 where bytes.isSame(range, "PATCH"): self = .patch
        case 5 where bytes.isSame(range, "TRACE"): self = .trace
        case 6 where bytes.isSame(range, "DELETE"): self = .delete
        case 7 where bytes.isSame(range, "OPTIONS"): self = .options
        case 7 where bytes.isSame(range, "CONNECT"): self = .connect
        default: return nil
        }
    }
}

extension Span<UInt8> {
    /// Are these octets exactly `text`?
    fileprivate func isSame(_ range: Range<Int>, _ text: StaticString) -> Bool {
        guard range.count == text.utf8CodeUnitCount else { return false }
        return text.withUTF8Buffer { text in
            for index in 0..<text.count where self[range.lowerBound + index] != text[index] { return false }
            return true
        }
    }
}
