/// Who sent a request, where a trusted proxy says whom it serves.
///
/// A proxy adds the address it was called from at the right; what stands to the left of that was there before, so
/// anybody may have written it. The walk therefore goes from the right, past trusted proxies, to the first address
/// that is none. Who is trusted from end to end is taken at the leftmost word. An element that can't be read, or that
/// hides its client (`unknown`, `_hidden`), ends the walk: whoever reported it is as far as is known.
///
/// A proxy that sets `X-Forwarded-For` passes `Forwarded` on as the client wrote it, or the other way round. Where
/// both are there and name different clients, one of them may thus be the client's own word: neither is believed.
///
/// The work is linear in the length of the head, which has a limit.
/// - Returns: `peer` itself unless it is trusted and names somebody.
/// - Source: RFC 7239 §5.2 and §7.4.
package func client(behind peer: Peer, _ fields: Fields, trusting ranges: [AddressRange]) -> Peer {
    guard ranges.contain(peer) else { return peer }
    let listed = client(behind: peer, fields, "x-forwarded-for", trusting: ranges, ForwardedForSyntax.self)
    let forwarded = client(behind: peer, fields, "forwarded", trusting: ranges, ForwardedSyntax.self)
    guard let listed, let forwarded else { return listed ?? forwarded ?? peer }
    return listed == forwarded ? listed : peer
}

/// How the elements of one of the two fields are written.
protocol ForwardingSyntax {
    /// Where the last element of a value begins: after its comma, or at the start.
    static func lastElement(_ bytes: Span<UInt8>, _ value: Range<Int>) -> Int

    /// The address in an element without blanks around it; nil when it has none, or can't be read.
    static func address(_ bytes: Span<UInt8>, _ element: Range<Int>) -> Peer?
}

/// - Returns: nil when the field is not there, or has no elements.
private func client<Syntax: ForwardingSyntax>(
    behind peer: Peer, _ fields: Fields, _ name: StaticString, trusting ranges: [AddressRange], _: Syntax.Type
) -> Peer? {
    let bytes = fields.octets.span
    var client: Peer?
    for line in fields.lines.reversed() where bytes.equals(line.name.asInt, name) {
        var rest = line.value.asInt
        while !rest.isEmpty {
            let start = Syntax.lastElement(bytes, rest)
            let element = bytes.trimmed(start..<rest.upperBound)
            rest = rest.lowerBound..<max(rest.lowerBound, start - 1)
            // Lists may have empty elements, which say nothing. RFC 9110 §5.6.1.2.
            guard !element.isEmpty else { continue }
            guard let hop = Syntax.address(bytes, element) else { return client ?? peer }
            guard ranges.contain(hop) else { return hop }
            client = hop
        }
    }
    return client
}
