import Domain

/// The signed handle of a click that the redirect adds to the destination: it proves a touch without a lookup.
///
/// 29 bytes as 39 characters of base64url: the click's identifier (8), its expiry in seconds since 1970 (5), and
/// the first 16 bytes of HMAC-SHA-256 over both.
package struct ClickToken: Hashable, Sendable {
    package let click: ID<Click>
    /// The end of the window in force at the click, rounded up to a second.
    package let expiresAt: Timestamp

    private static let payloadCount = 13
    private static let codeCount = 16
    private static let latestSecond: Int64 = 1 << 40 - 1

    package init(click: ID<Click>, expiresAt: Timestamp) {
        self.click = click
        self.expiresAt = expiresAt
    }

    /// A token for a click under `lookback`; without a limit it expires in the far future.
    package init(click: ID<Click>, lookback: Lookback) {
        let end: Int64 =
            switch lookback {
            case .unlimited: .max
            case .milliseconds(let count): click.madeAt.milliseconds.addingSaturating(count)
            }
        let second = min(Self.latestSecond, end.addingSaturating(999) / 1000)
        self.init(click: click, expiresAt: Timestamp(milliseconds: second * 1000))
    }

    package func signed(with secrets: Secrets) -> String {
        var octets: [UInt8] = []
        append(to: &octets, signedWith: secrets)
        return String(decoding: octets, as: UTF8.self)
    }

    /// Appends the same as octets of ASCII.
    package func append(to octets: inout [UInt8], signedWith secrets: Secrets) {
        let identifier = UInt64(bitPattern: click.value)
        let end = UInt64(bitPattern: expiresAt.milliseconds / 1000) << 24
        let code = withUnsafeBytes(of: (identifier.bigEndian, end.bigEndian)) { payload in
            secrets.clickTokens.code(UnsafeRawBufferPointer(rebasing: payload[..<Self.payloadCount]))
        }
        let token = (
            identifier.bigEndian, (end | code.high >> 40).bigEndian, (code.high << 24 | code.low >> 40).bigEndian,
            (code.low << 24).bigEndian
        )
        withUnsafeBytes(of: token) { token in
            Base64URL.append(
                UnsafeRawBufferPointer(rebasing: token[..<(Self.payloadCount + Self.codeCount)]), to: &octets)
        }
    }

    /// - Returns: nil for anything that `signed` did not make with these secrets. Expiry is the caller's to judge.
    package init?(_ text: String, secrets: Secrets) {
        guard text.utf8.count <= 40, let bytes = Base64URL.decode(text),
            bytes.count == Self.payloadCount + Self.codeCount
        else { return nil }
        let payload = Array(bytes.prefix(Self.payloadCount))
        let code = secrets.clickTokens.code(payload)
        // All bytes are compared, so that the time taken does not tell how many were right.
        let expected = code.high.octets + code.low.octets
        let difference = zip(expected, bytes.suffix(Self.codeCount)).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) }
        guard difference == 0 else { return nil }
        let value = payload.prefix(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        let second = payload.suffix(5).reduce(Int64(0)) { $0 << 8 | Int64($1) }
        click = ID(value: Int64(truncatingIfNeeded: value))
        expiresAt = Timestamp(milliseconds: second * 1000)
    }
}
