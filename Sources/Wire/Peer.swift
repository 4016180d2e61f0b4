/// Who is at the other end of a connection.
package struct Peer: Hashable, Sendable {
    /// The address: 4 octets of IPv4 (also when it came mapped into IPv6), 16 of IPv6, none for a Unix socket.
    package let octets: [UInt8]

    /// - Parameter octets: 4, 16 or none; anything else is taken for none.
    package init(octets: [UInt8]) {
        let mapped: [UInt8] = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF]
        if octets.count == 16, octets.starts(with: mapped) {
            self.octets = Array(octets[12...])
        } else {
            self.octets = octets.count == 4 || octets.count == 16 ? octets : []
        }
    }

    /// `192.0.2.1`, `2001:db8::1`, or `unix`.
    /// - Source: RFC 5952 §4, the one way to write an IPv6 address.
    package var text: String {
        switch octets.count {
        case 4: return octets.map { String($0) }.joined(separator: ".")
        case 16: break
        default: return "unix"
        }
        let groups = stride(from: 0, to: 16, by: 2).map { Int(octets[$0]) << 8 | Int(octets[$0 + 1]) }
        let hidden = Self.longestZeros(groups)
        func joined(_ range: Range<Int>) -> String {
            groups[range].map { String($0, radix: 16) }.joined(separator: ":")
        }
        guard hidden.count > 1 else { return joined(0..<8) }
        return joined(0..<hidden.lowerBound) + "::" + joined(hidden.upperBound..<8)
    }

    /// The first of the longest runs of zero groups.
    private static func longestZeros(_ groups: [Int]) -> Range<Int> {
        var longest = 0..<0
        var start = 0
        for index in 0...groups.count {
            guard index == groups.count || groups[index] != 0 else { continue }
            if index - start > longest.count { longest = start..<index }
            start = index + 1
        }
        return longest
    }
}
