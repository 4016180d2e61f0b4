/// Addresses that begin alike, such as `10.0.0.0/8`; or all peers on Unix sockets.
package struct AddressRange: Hashable, Sendable, CustomStringConvertible {
    private let first: Peer
    /// How many leading bits are the same in all of them.
    private let prefixBits: Int

    /// Reads `10.0.0.0/8`, `2001:db8::/32`, a single address, or the word `unix`.
    ///
    /// Bits behind the prefix are refused: `10.1.2.3/8` may be meant for one address or for sixteen million, and who
    /// believes a proxy should know which. IPv4 mapped into IPv6 is read as IPv4.
    package init?(text: String) {
        let octets = Array(text.utf8)
        let bytes = octets.span
        if text == "unix" {
            first = .unix
            prefixBits = 0
            return
        }
        let slash = octets.firstIndex(of: Octet.slash) ?? octets.count
        guard let first = Peer(reading: bytes, 0..<slash) else { return nil }
        let isMapped = first.kind == .ipv4 && octets[..<slash].contains(Octet.colon)
        let whole = isMapped ? Peer.Kind.ipv6.bitCount : first.kind.bitCount
        guard let given = slash < octets.count ? Self.number(octets[(slash + 1)...]) : whole, given <= whole
        else { return nil }
        // The 96 bits that map IPv4 into IPv6 are no longer there.
        let prefix = isMapped ? given - 96 : given
        guard prefix >= 0, Self.isClear(first.bits, below: first.kind.bitCount - prefix) else { return nil }
        self.first = first
        prefixBits = prefix
    }

    package func contains(_ peer: Peer) -> Bool {
        let rest = first.kind.bitCount - prefixBits
        return peer.kind == first.kind && peer.bits >> rest == first.bits >> rest
    }

    package var description: String {
        first.kind == .unix ? first.text : "\(first.text)/\(prefixBits)"
    }

    private static func isClear(_ bits: UInt128, below count: Int) -> Bool {
        (bits >> count) << count == bits
    }

    /// Up to three digits, without a needless zero.
    private static func number(_ digits: ArraySlice<UInt8>) -> Int? {
        guard (1...3).contains(digits.count), digits.count == 1 || digits.first != Octet.zero else { return nil }
        var number = 0
        for digit in digits {
            guard digit.isDigit else { return nil }
            number = number * 10 + Int(digit - Octet.zero)
        }
        return number
    }
}

extension [AddressRange] {
    package func contain(_ peer: Peer) -> Bool {
        contains { $0.contains(peer) }
    }
}
