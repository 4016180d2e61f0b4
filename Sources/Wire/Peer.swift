/// Who is at the other end of a connection. A plain value without parts on the heap: each connection and each request
/// has one.
package struct Peer: Hashable, Sendable {
    enum Kind: UInt8, Sendable {
        case unix, ipv4, ipv6

        /// How long an address of this kind is, in bits.
        var bitCount: Int {
            switch self {
            case .unix: 0
            case .ipv4: 32
            case .ipv6: 128
            }
        }
    }

    let kind: Kind
    /// The address as a number, its first octet the highest. 0 for a Unix socket.
    let bits: UInt128

    private init(kind: Kind, bits: UInt128) {
        self.kind = kind
        self.bits = bits
    }

    /// Whoever is at the other end of a Unix socket.
    package static let unix = Peer(kind: .unix, bits: 0)

    package init(ipv4 bits: UInt32) {
        self.init(kind: .ipv4, bits: UInt128(bits))
    }

    /// An IPv4 address that is mapped into IPv6 becomes IPv4, so that a client has one address on every socket.
    /// - Source: RFC 4291 §2.5.5.2.
    package init(ipv6 bits: UInt128) {
        if bits >> 32 == 0xFFFF {
            self.init(ipv4: UInt32(truncatingIfNeeded: bits))
        } else {
            self.init(kind: .ipv6, bits: bits)
        }
    }

    /// - Parameter octets: 4, 16 or none; anything else is taken for none.
    package init(octets: [UInt8]) {
        let bits = octets.prefix(16).reduce(0 as UInt128) { $0 << 8 | UInt128($1) }
        switch octets.count {
        case 4: self.init(ipv4: UInt32(truncatingIfNeeded: bits))
        case 16: self.init(ipv6: bits)
        default: self = .unix
        }
    }

    /// The address: 4 octets of IPv4, 16 of IPv6, none for a Unix socket.
    package var octets: [UInt8] {
        (0..<(kind.bitCount / 8)).reversed().map { UInt8(truncatingIfNeeded: bits >> ($0 * 8)) }
    }

    /// This machine itself: 127.0.0.0/8 or ::1.
    package var isLoopback: Bool {
        switch kind {
        case .unix: false
        case .ipv4: bits >> 24 == 127
        case .ipv6: bits == 1
        }
    }

    /// The address, or of IPv6 the /64 it is in: one site has that many addresses for itself, so to count each alone
    /// would be to count none. RFC 4291 §2.5.4.
    package var site: Peer { kind == .ipv6 ? Peer(kind: .ipv6, bits: (bits >> 64) << 64) : self }

    /// `192.0.2.1`, `2001:db8::1`, or `unix`.
    /// - Source: RFC 5952 §4, the one way to write an IPv6 address.
    package var text: String {
        switch kind {
        case .unix: return "unix"
        case .ipv4: return octets.map { String($0) }.joined(separator: ".")
        case .ipv6: break
        }
        let groups = (0..<8).reversed().map { UInt16(truncatingIfNeeded: bits >> ($0 * 16)) }
        let hidden = Self.longestZeros(groups)
        func joined(_ range: Range<Int>) -> String {
            groups[range].map { String($0, radix: 16) }.joined(separator: ":")
        }
        guard hidden.count > 1 else { return joined(0..<8) }
        return joined(0..<hidden.lowerBound) + "::" + joined(hidden.upperBound..<8)
    }

    /// The first of the longest runs of zero groups.
    private static func longestZeros(_ groups: [UInt16]) -> Range<Int> {
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
