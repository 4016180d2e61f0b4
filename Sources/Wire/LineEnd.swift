/// Finds the CR LF that ends the line at `start`, and checks every octet before it.
/// - Parameter limit: the largest offset at which the line end may begin.
/// - Returns: the offset of the CR, nil when it has not come yet.
/// - Throws: `.invalidByte` for a control before it, also a CR without LF and an LF without CR; `tooLong`.
/// - Source: RFC 9112 §2.2, RFC 9110 §5.5.
func endOfLine(
    _ bytes: Span<UInt8>, from start: Int, limit: Int, else tooLong: @autoclosure () -> RequestError
) throws(RequestError) -> Int? {
    let window = min(bytes.count, limit + 1)
    var index = start
    while true {
        index = bytes.firstControl(index..<window)
        guard index < window else { break }
        let byte = bytes[index]
        if byte == Octet.cr {
            guard index + 1 < bytes.count else { return nil }
            guard bytes[index + 1] == Octet.lf else { throw .invalidByte(byte, offset: index) }
            return index
        }
        guard byte == Octet.tab else { throw .invalidByte(byte, offset: index) }
        index += 1
    }
    guard window <= limit else { throw tooLong() }
    return nil
}

extension Span<UInt8> {
    /// The offset of the first control (C0 or DEL) in `range`, its end when there is none.
    fileprivate func firstControl(_ range: Range<Int>) -> Int {
        var index = range.lowerBound
        while index < range.upperBound, !self[index].isControl { index += 1 }
        return index
    }
}
