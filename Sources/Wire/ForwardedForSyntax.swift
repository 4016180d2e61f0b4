/// `X-Forwarded-For: 2001:db8::1, 192.0.2.1:5678, [2001:db8::2]:80`. No RFC has it; these are the forms that proxies
/// write.
enum ForwardedForSyntax: ForwardingSyntax {
    static func lastElement(_ bytes: Span<UInt8>, _ value: Range<Int>) -> Int {
        var start = value.upperBound
        while start > value.lowerBound, bytes[start - 1] != Octet.comma { start -= 1 }
        return start
    }

    static func address(_ bytes: Span<UInt8>, _ element: Range<Int>) -> Peer? {
        // Without brackets, what looks like IPv6 is an address to its end.
        Peer(reading: bytes, element) ?? nodeAddress(bytes, element) { !$0.isEmpty && isPort(bytes, $0) }
    }
}

/// An address with brackets around IPv6, and perhaps a port behind.
/// - Parameter isPort: may this stand behind the colon?
/// - Source: RFC 7239 §6, `node`.
func nodeAddress(_ bytes: Span<UInt8>, _ node: Range<Int>, isPort: (Range<Int>) -> Bool) -> Peer? {
    guard !node.isEmpty else { return nil }
    let isBracketed = bytes[node.lowerBound] == Octet.openBracket
    let start = isBracketed ? node.lowerBound + 1 : node.lowerBound
    var end = start
    while end < node.upperBound, bytes[end] != (isBracketed ? Octet.closeBracket : Octet.colon) { end += 1 }
    var behind = end
    if isBracketed {
        guard end < node.upperBound else { return nil }
        behind += 1
    }
    if behind < node.upperBound {
        guard bytes[behind] == Octet.colon, isPort(behind + 1..<node.upperBound) else { return nil }
    }
    guard isBracketed == (start..<end).contains(where: { bytes[$0] == Octet.colon }) else { return nil }
    return Peer(reading: bytes, start..<end)
}
