/// Reads one request head from the front of `bytes`. Consumes nothing.
///
/// It reads from the start each time; who feeds it slowly growing bytes calls it only when a line has ended or the
/// bytes have doubled, so that a head sent byte by byte costs no more than a few readings of it.
/// - Returns: `.incomplete` while more bytes could still complete it; else the head, and its length with the empty line.
/// - Throws: `RequestError` once no further byte could.
/// - Source: RFC 9112 §2 to §6.
package func readHead(_ bytes: Span<UInt8>, limits: Limits = Limits()) throws(RequestError) -> Reading<Head> {
    guard let start = try skipEmptyLines(bytes) else { return .incomplete }
    let lineLimit = min(start + limits.requestLineBytes, limits.headBytes)
    let tooLong = RequestError.requestLineTooLong(limit: limits.requestLineBytes)
    guard let lineEnd = try endOfLine(bytes, from: start, limit: lineLimit, else: tooLong)
    else { return .incomplete }
    let line = try RequestLine(bytes, start..<lineEnd)

    let fieldsStart = lineEnd + 2
    var fields = FieldReader(start: fieldsStart, version: line.version)
    var at = fieldsStart
    while true {
        let tooLarge = RequestError.headTooLarge(limit: limits.headBytes)
        guard let end = try endOfLine(bytes, from: at, limit: limits.headBytes - 2, else: tooLarge) else {
            return .incomplete
        }
        if end == at { break }
        guard fields.lines.count < limits.fieldCount else { throw .tooManyFields(limit: limits.fieldCount) }
        try fields.read(bytes, at..<end)
        at = end + 2
    }
    return .complete(try fields.head(line.method, line.target, bytes, end: at, limits: limits), length: at + 2)
}

/// The empty lines that some clients send after a body. RFC 9112 §2.2 asks us to ignore at least one; a third is no
/// accident.
/// - Returns: where the request line begins, nil when that is not known yet.
private func skipEmptyLines(_ bytes: Span<UInt8>) throws(RequestError) -> Int? {
    var start = 0
    while start < 4, start < bytes.count, bytes[start] == Octet.cr {
        guard start + 1 < bytes.count else { return nil }
        guard bytes[start + 1] == Octet.lf else { throw .invalidByte(Octet.cr, offset: start) }
        start += 2
    }
    return start < bytes.count ? start : nil
}

/// Finds the CR LF that ends the line at `start`, and checks every octet before it.
/// - Parameter limit: the largest offset at which the line end may begin.
/// - Returns: the offset of the CR, nil when it has not come yet.
private func endOfLine(
    _ bytes: Span<UInt8>, from start: Int, limit: Int, else tooLong: RequestError
) throws(RequestError) -> Int? {
    var index = start
    let window = min(bytes.count, limit + 1)
    while index < window {
        let byte = bytes[index]
        if byte == Octet.cr {
            guard index + 1 < bytes.count else { return nil }
            guard bytes[index + 1] == Octet.lf else { throw .invalidByte(byte, offset: index) }
            return index
        }
        guard byte.isFieldValue else { throw .invalidByte(byte, offset: index) }
        index += 1
    }
    guard index <= limit else { throw tooLong }
    return nil
}

/// `method SP target SP version`, each separated by exactly one space. RFC 9112 §3.
private struct RequestLine {
    let method: Method
    let target: Target
    let version: Version

    init(_ bytes: Span<UInt8>, _ line: Range<Int>) throws(RequestError) {
        var methodEnd = line.lowerBound
        while methodEnd < line.upperBound, bytes[methodEnd].isToken { methodEnd += 1 }
        // From the end, because a space inside the target is then found to be one there.
        var versionStart = line.upperBound
        while versionStart > methodEnd, bytes[versionStart - 1] != Octet.space { versionStart -= 1 }
        guard methodEnd > line.lowerBound, versionStart > methodEnd + 1, bytes[methodEnd] == Octet.space
        else { throw .malformedRequestLine }
        version = try Self.version(bytes, versionStart..<line.upperBound)
        guard let method = Method(bytes, line.lowerBound..<methodEnd), method != .connect
        else { throw .unsupportedMethod }
        self.method = method
        target = try Target(bytes, (methodEnd + 1)..<(versionStart - 1), method: method)
    }

    /// `HTTP/` in capitals, a digit, a dot, a digit. RFC 9112 §2.3.
    private static func version(_ bytes: Span<UInt8>, _ range: Range<Int>) throws(RequestError) -> Version {
        let start = range.lowerBound
        guard range.count == 8, bytes.isSame(start..<(start + 5), "HTTP/"), bytes[start + 5].isDigit,
            bytes[start + 6] == Octet.dot, bytes[start + 7].isDigit
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
