import Domain

// A visitor is a pseudonym: 64 bits of a keyed hash. Neither cookie nor address is kept.

extension Secrets {
    /// The visitor with a `gv` cookie.
    /// - Returns: nil unless `cookie` is 128 bits as we write them; anything else is not ours.
    package func visitor(cookie: String) -> Visitor? {
        VisitorCookie.bits(cookie).map { hashed([1] + $0) }
    }

    /// The visitor without a cookie: the same for a day (UTC) while address and user agent stay the same, and then
    /// nobody can join the days.
    package func visitor(address: [UInt8], userAgent: some Sequence<UInt8>, day: Int64) -> Visitor {
        let date = (0..<8).map { UInt8(truncatingIfNeeded: day >> (56 - 8 * $0)) }
        return hashed([2] + date + [UInt8(truncatingIfNeeded: address.count)] + address + userAgent)
    }

    private func hashed(_ message: [UInt8]) -> Visitor {
        let hash = authenticationCode(message, visitors).prefix(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        return Visitor(hash: Int64(bitPattern: hash))
    }
}

package enum VisitorCookie {
    package static let name = "gv"
    /// 128 bits in base64url.
    static let textCount = 22
    /// 400 days, the longest that browsers keep one.
    package static let maximumAgeSeconds = 34_560_000

    /// Whether a value has the form that `make` gives it.
    package static func isOurs(_ text: String) -> Bool {
        bits(text) != nil
    }

    static func bits(_ text: String) -> [UInt8]? {
        text.utf8.count == textCount ? Base64URL.decode(text) : nil
    }

    package static func make(using random: inout some RandomNumberGenerator) -> String {
        Base64URL.encode((0..<16).map { _ in UInt8.random(in: 0...255, using: &random) })
    }
}
