/// One complete request, as octets that have been checked.
package struct Request: Sendable {
    package let method: Method
    /// Raw, still percent-encoded. Begins with `/` (an absolute form is reduced to its path), or is `*` for `OPTIONS *`.
    package var path: ArraySlice<UInt8> { fields.octets[pathRange.asInt] }
    /// Raw, without `?`; empty if there is none.
    package var query: ArraySlice<UInt8> { fields.octets[queryRange.asInt] }
    /// Without transfer and content coding.
    package let body: [UInt8]
    /// Who is at the other end of the connection: perhaps a proxy.
    package let peer: Peer
    /// Who sent it: the peer, or whom a trusted proxy names.
    package let client: Peer
    package let id: RequestID
    package let version: Version
    private let fields: Fields
    private let pathRange: Range<UInt32>
    private let queryRange: Range<UInt32>

    /// - Parameter body: what `BodyReader` made of it.
    package init(_ head: Head, body: [UInt8], id: RequestID, peer: Peer, client: Peer) {
        method = head.method
        pathRange = head.pathRange
        queryRange = head.queryRange
        version = head.version
        fields = head.fields
        self.body = body
        self.id = id
        self.peer = peer
        self.client = client
    }

    /// A request out of plain text, for tests. Nothing is checked.
    package init(
        method: Method = .get, path: String = "/", query: String = "", fields: [(name: String, value: String)] = [],
        body: String = "", peer: Peer = Peer(octets: [127, 0, 0, 1])
    ) {
        self.method = method
        var all = Fields(fields)
        pathRange = all.append(path.utf8)
        queryRange = all.append(query.utf8)
        self.fields = all
        self.body = Array(body.utf8)
        self.peer = peer
        client = peer
        id = RequestID(self.fields, number: 0)
        version = .http11
    }

    /// The value of a field, its name in any case; values of a repeated field are joined by `, `, except for Cookie,
    /// which is joined by `; `. Octets that are no UTF-8 are replaced by U+FFFD.
    package func field(_ name: StaticString) -> String? {
        fields.text(name)
    }

    package func hasField(_ name: StaticString) -> Bool {
        fields.firstValue(name) != nil
    }

    /// The first value of a field without making a String of it.
    package func fieldBytes(_ name: StaticString) -> ArraySlice<UInt8>? {
        fields.firstValue(name).map { fields.octets[$0] }
    }

    /// Is its path, still encoded, these octets?
    package func hasPath(_ octets: [UInt8]) -> Bool {
        guard octets.count == pathRange.count else { return false }
        let (all, start) = (fields.octets.span, Int(pathRange.lowerBound))
        for index in octets.indices where octets[index] != all[start + index] { return false }
        return true
    }

    /// The percent-decoded segments of the path after its first `/`: `/r/a%20b` is `["r", "a b"]`, `/` is `[""]`.
    /// The parser has refused `.` and `..`. An escaped slash is part of its segment: ids may hold one.
    /// - Returns: nil when an escape is malformed or decodes to NUL or what is not UTF-8; nil for `*`.
    package var pathSegments: [String]? {
        guard path.first == Octet.slash else { return nil }
        var segments: [String] = []
        for segment in path.dropFirst().split(separator: Octet.slash, omittingEmptySubsequences: false) {
            guard let octets = percentDecoded(segment), !octets.contains(0),
                let text = String(validating: octets, as: UTF8.self)
            else { return nil }
            segments.append(text)
        }
        return segments
    }

    /// The items of the query, in their order, as a form would send them: `+` is a space, an item without `=` has an
    /// empty value, nothing between two `&` is no item.
    /// - Returns: nil when an escape is malformed or decodes to NUL or what is not UTF-8.
    /// - Source: WHATWG URL, application/x-www-form-urlencoded parsing, but for the refusals.
    package var queryItems: [(name: String, value: String)]? {
        formItems(query)
    }
}

/// The items of a form's body or a query; see `Request.queryItems`.
package func formItems(_ octets: ArraySlice<UInt8>) -> [(name: String, value: String)]? {
    var items: [(name: String, value: String)] = []
    for item in octets.split(separator: Octet.ampersand) {
        let parts = item.split(separator: Octet.equals, maxSplits: 1, omittingEmptySubsequences: false)
        var texts: [String] = []
        for part in parts {
            guard let octets = percentDecoded(part, plusIsSpace: true), !octets.contains(0),
                let text = String(validating: octets, as: UTF8.self)
            else { return nil }
            texts.append(text)
        }
        items.append((texts[0], texts.count > 1 ? texts[1] : ""))
    }
    return items
}

/// Replaces each `%` and its two hexadecimal digits by an octet. RFC 3986 §2.1.
/// - Returns: nil when a `%` has no two digits.
package func percentDecoded(_ octets: ArraySlice<UInt8>, plusIsSpace: Bool = false) -> [UInt8]? {
    var decoded: [UInt8] = []
    decoded.reserveCapacity(octets.count)
    var index = octets.startIndex
    while index < octets.endIndex {
        let octet = octets[index]
        index += 1
        if octet == Octet.percent {
            guard index + 1 < octets.endIndex, let high = octets[index].hexadecimalValue,
                let low = octets[index + 1].hexadecimalValue
            else { return nil }
            decoded.append(high << 4 | low)
            index += 2
        } else {
            decoded.append(plusIsSpace && octet == Octet.plus ? Octet.space : octet)
        }
    }
    return decoded
}
