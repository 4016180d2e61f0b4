// Addresses out of text that a stranger may have written: one spelling for IPv4, those of the RFC for IPv6. The
// system's own readers take `127.1`, `010.0.0.1` or a scope behind `%`, which another reader understands otherwise.

extension Peer {
    /// The longest text of an address, in octets: six groups, and IPv4 in the last two.
    static let longestText = 45

    /// Reads an address that fills `range`.
    /// - Returns: nil for anything else: names, ports, brackets, scopes, blanks.
    init?(reading bytes: Span<UInt8>, _ range: Range<Int>) {
        guard range.count <= Self.longestText else { return nil }
        if let bits = ipv4Bits(bytes, range) {
            self.init(ipv4: bits)
        } else if let bits = ipv6Bits(bytes, range) {
            self.init(ipv6: bits)
        } else {
            return nil
        }
    }

    /// Does an IPv6 address fill `range`?
    static func isIPv6(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
        range.count <= longestText && ipv6Bits(bytes, range) != nil
    }
}

/// Four numbers up to 255 with dots between, without needless zeros: some read those as octal.
/// - Source: RFC 3986 §3.2.2, `IPv4address`.
private func ipv4Bits(_ bytes: Span<UInt8>, _ range: Range<Int>) -> UInt32? {
    var bits: UInt32 = 0
    var index = range.lowerBound
    for place in 0..<4 {
        if place > 0 {
            guard index < range.upperBound, bytes[index] == Octet.dot else { return nil }
            index += 1
        }
        let start = index
        var number: UInt32 = 0
        while index < range.upperBound, index - start < 3, bytes[index].isDigit {
            number = number * 10 + UInt32(bytes[index] - Octet.zero)
            index += 1
        }
        guard index > start, number <= 255, index - start == 1 || bytes[start] != Octet.zero else { return nil }
        bits = bits << 8 | number
    }
    return index == range.upperBound ? bits : nil
}

/// Eight groups of up to four hexadecimal digits; `::` once for one group of zeros or more; the last two groups may be
/// IPv4.
/// - Source: RFC 4291 §2.2.
private func ipv6Bits(_ bytes: Span<UInt8>, _ range: Range<Int>) -> UInt128? {
    var groups: UInt128 = 0  // those after `::`, once it has come
    var count = 0
    var before: (groups: UInt128, count: Int)?  // those before `::`
    var index = range.lowerBound
    if range.count >= 2, bytes[index] == Octet.colon, bytes[index + 1] == Octet.colon {
        before = (0, 0)
        index += 2
    }
    while index < range.upperBound {
        if count <= 6, let last = ipv4Bits(bytes, index..<range.upperBound) {
            groups = groups << 32 | UInt128(last)
            count += 2
            break
        }
        guard count < 8, let group = hexadecimalGroup(bytes, index..<range.upperBound) else { return nil }
        groups = groups << 16 | UInt128(group.value)
        count += 1
        index += group.length
        guard index < range.upperBound else { break }
        guard bytes[index] == Octet.colon, index + 1 < range.upperBound else { return nil }
        index += 1
        if bytes[index] == Octet.colon {
            guard before == nil else { return nil }
            before = (groups, count)
            groups = 0
            index += 1
        }
    }
    guard let before else { return count == 8 ? groups : nil }
    return count < 8 ? before.groups << (16 * (8 - before.count)) | groups : nil
}

private func hexadecimalGroup(_ bytes: Span<UInt8>, _ range: Range<Int>) -> (value: UInt16, length: Int)? {
    var value: UInt16 = 0
    var length = 0
    while length < min(4, range.count), let digit = bytes[range.lowerBound + length].hexadecimalValue {
        value = value << 4 | UInt16(digit)
        length += 1
    }
    return length > 0 ? (value, length) : nil
}
