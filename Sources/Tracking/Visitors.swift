import Domain

// A visitor is a pseudonym: 64 bits of a keyed hash. Neither cookie nor address is kept.

extension Secrets {
    /// The visitor with a `gv` cookie.
    /// - Returns: nil unless `cookie` is 128 bits as we write them; anything else is not ours.
    package func visitor(cookie: String) -> Visitor? {
        VisitorCookie(cookie).map { visitor($0) }
    }

    package func visitor(_ cookie: VisitorCookie) -> Visitor {
        hashed([1] + cookie.bits)
    }

    /// The visitor without a cookie: the same for a day (UTC) while address and user agent stay the same, and then
    /// nobody can join the days.
    package func visitor(address: [UInt8], userAgent: [UInt8], day: Int64) -> Visitor {
        let date = (0..<8).map { UInt8(truncatingIfNeeded: day >> (56 - 8 * $0)) }
        return hashed([2] + date + [UInt8(truncatingIfNeeded: address.count)] + address + userAgent)
    }

    private func hashed(_ message: [UInt8]) -> Visitor {
        Visitor(hash: Int64(bitPattern: visitors.code(message).high))
    }
}

/// The cookie by which a browser is known again: 128 random bits.
package struct VisitorCookie: Hashable, Sendable {
    package static let name = "gv"
    /// 128 bits in base64url.
    package static let textCount = 22
    /// 400 days, the longest that browsers keep one.
    package static let maximumAgeSeconds = 34_560_000

    let bits: [UInt8]

    /// - Returns: nil for what has not the form that `text` gives it.
    package init?(_ text: String) {
        guard text.utf8.count == Self.textCount, let bits = Base64URL.decode(text) else { return nil }
        self.bits = bits
    }

    /// A new one.
    package init(using random: inout RandomSource) {
        let (high, low) = (random.next(), random.next())
        bits = high.octets + low.octets
    }

    package var text: [UInt8] { Base64URL.octets(bits) }
}
