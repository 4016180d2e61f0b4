/// Finds the CR LF that ends the line at `start`, and checks every octet before it.
/// - Parameter limit: the largest offset at which the line end may begin.
/// - Returns: the offset of the CR, nil when it has not come yet.
/// - Throws: `.invalidByte` for a control before it, also a CR without LF and an LF without CR; `tooLong`.
/// - Source: RFC 9112 §2.2, RFC 9110 §5.5.
func endOfLine(
    _ bytes: Span<UInt8>, from start: Int, limit: Int, else tooLong: @autoclosure () -> RequestError
) throws(RequestError) -> Int? {
    // A line end just before the limit leaves no room for another line.
    guard start <= limit else { throw tooLong() }
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
    /// The offset of the first control (C0 or DEL) in `range`, its end when there is none. Eight octets at a time:
    /// nearly all of a head is neither, and this is the one scan that every octet of it goes through.
    fileprivate func firstControl(_ range: Range<Int>) -> Int {
        guard !range.isEmpty else { return range.upperBound }
        return extracting(range).withUnsafeBytes { bytes in
            var index = 0
            while index + 8 <= bytes.count {
                let word = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self))
                let controls = controls(in: word)
                if controls != 0 { return range.lowerBound + index + controls.trailingZeroBitCount / 8 }
                index += 8
            }
            while index < bytes.count, !bytes[index].isControl { index += 1 }
            return range.lowerBound + index
        }
    }
}

/// The highest bit of each octet that is a control. An octet above a control may be marked as well, so only the
/// lowest mark is sure.
/// - Source: Sean Anderson, "Bit Twiddling Hacks": a word that has an octet less than n, or equal to n.
private func controls(in word: UInt64) -> UInt64 {
    let ones: UInt64 = 0x0101_0101_0101_0101
    let belowSpace = (word &- (ones * 0x20)) & ~word
    let notDelete = word ^ (ones * 0x7F)
    return (belowSpace | ((notDelete &- ones) & ~notDelete)) & (ones * 0x80)
}
