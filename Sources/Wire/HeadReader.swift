/// Reads one request head from the front of `bytes`. Consumes nothing.
///
/// It reads from the start each time; who feeds it slowly growing bytes calls it only when a line has ended or the
/// bytes have doubled, so that a head sent byte by byte costs no more than a few readings of it.
/// - Returns: `.incomplete` while more bytes could still complete it; else the head, and its length with the empty line.
/// - Throws: `RequestError` once no further byte could.
/// - Source: RFC 9112 §2 to §6.
package func readHead(_ bytes: Span<UInt8>, limits: Limits = Limits()) throws(RequestError) -> Reading<Head> {
    guard let start = try skipEmptyLines(bytes) else { return .incomplete }
    let lineLimit = min(start + limits.requestLineBytes, limits.headBytes - 2)
    guard
        let lineEnd = try endOfLine(
            bytes, from: start, limit: lineLimit, else: .requestLineTooLong(limit: limits.requestLineBytes))
    else { return .incomplete }
    let line = try RequestLine(bytes, start..<lineEnd)

    var fields = FieldReader(start: start, version: line.version)
    var at = lineEnd + 2
    while true {
        guard
            let end = try endOfLine(
                bytes, from: at, limit: limits.headBytes - 2, else: .headTooLarge(limit: limits.headBytes))
        else { return .incomplete }
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
