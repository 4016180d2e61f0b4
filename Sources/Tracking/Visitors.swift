import Domain

// A visitor is a pseudonym: 64 bits of a keyed hash. Neither cookie nor address is kept.

extension Secrets {
    /// The visitor with a `gv` cookie.
    /// - Returns: nil unless `cookie` is 128 bits as we write them; anything else is not ours.
    package func visitor(cookie: String) -> Visitor? {
        VisitorCookie(cookie).map { visitor($0) }
    }

    package func visitor(_ cookie: VisitorCookie) -> Visitor {
        // An octet that says what follows, then the 128 bits.
        let message = (
            (1 << 56 | cookie.high >> 8).bigEndian, (cookie.high << 56 | cookie.low >> 8).bigEndian,
            (cookie.low << 56).bigEndian
        )
        return withUnsafeBytes(of: message) { message in
            Visitor(hash: Int64(bitPattern: visitors.code(UnsafeRawBufferPointer(rebasing: message[..<17])).high))
        }
    }

    /// The visitor without a cookie: the same for a day (UTC) while address and user agent stay the same, and then
    /// nobody can join the days.
    package func visitor(address: [UInt8], userAgent: [UInt8], day: Int64) -> Visitor {
        let date = (0..<8).map { UInt8(truncatingIfNeeded: day >> (56 - 8 * $0)) }
        let message = [2] + date + [UInt8(truncatingIfNeeded: address.count)] + address + userAgent
        return Visitor(hash: Int64(bitPattern: visitors.code(message).high))
    }
}

/// The cookie by which a browser is known again: 128 random bits.
package struct VisitorCookie: Hashable, Sendable {
    package static let name = "gv"
    /// 128 bits in base64url.
    package static let textCount = 22
    /// 400 days, the longest that browsers keep one.
    package static let maximumAgeSeconds = 34_560_000

    let high: UInt64
    let low: UInt64

    /// - Returns: nil for what has not the form that `append` gives it.
    package init?(_ text: String) {
        guard text.utf8.count == Self.textCount, let bits = Base64URL.decode(text) else { return nil }
        func number(_ octets: ArraySlice<UInt8>) -> UInt64 { octets.reduce(0) { $0 << 8 | UInt64($1) } }
        high = number(bits.prefix(8))
        low = number(bits.suffix(8))
    }

    /// A new one.
    package init(using random: inout RandomSource) {
        (high, low) = (random.next(), random.next())
    }

    /// Appends its text.
    package func append(to octets: inout [UInt8]) {
        withUnsafeBytes(of: (high.bigEndian, low.bigEndian)) { Base64URL.append($0, to: &octets) }
    }
}
