/// Is it a host with an optional port: a name, an IPv4 address, or an IPv6 address in brackets?
///
/// Narrower than the grammar, which also lets a name hold escapes and the delimiters `!$&'()*+,;=`. No name of DNS or
/// of a container's network has them, an escape is one name before it is decoded and another after, and a comma may
/// be two Host fields that somebody joined.
/// - Source: RFC 9110 §4.2.1 (a host is not empty) and §7.2, RFC 3986 §3.2.
func isHost(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
    guard !range.isEmpty else { return false }
    var end = range.lowerBound
    if bytes[end] == Octet.openBracket {
        while end < range.upperBound, bytes[end] != Octet.closeBracket { end += 1 }
        // Without a zone: it means something to the sender's own machine only. RFC 6874 §4.
        guard end < range.upperBound, Peer.isIPv6(bytes, (range.lowerBound + 1)..<end) else { return false }
        end += 1
    } else {
        while end < range.upperBound, bytes[end].isHostName { end += 1 }
        guard end > range.lowerBound else { return false }
    }
    guard end < range.upperBound else { return true }
    return bytes[end] == Octet.colon && isPort(bytes, (end + 1)..<range.upperBound)
}

/// Is it `host:port`, as CONNECT has it? RFC 9112 §3.2.3.
func isAuthorityForm(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
    guard isHost(bytes, range), bytes[range.upperBound - 1].isDigit else { return false }
    var start = range.upperBound - 1
    while start > range.lowerBound, bytes[start].isDigit { start -= 1 }
    return bytes[start] == Octet.colon
}

/// A port may be empty, which is the scheme's own. RFC 3986 §3.2.3.
func isPort(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
    guard range.count <= 5 else { return false }
    var port = 0
    for index in range {
        guard bytes[index].isDigit else { return false }
        port = port * 10 + Int(bytes[index] - Octet.zero)
    }
    return port <= 65535
}
