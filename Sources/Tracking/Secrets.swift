import Crypto

/// What only this installation knows, and the keys made of it, one for each purpose (HKDF, RFC 5869).
package struct Secrets: Sendable {
    /// Bytes that the secret file holds.
    package static let byteCount = 32

    let clickTokens: SymmetricKey
    let visitors: SymmetricKey

    /// - Parameter material: 32 random bytes; nil for any other count.
    package init?(_ material: [UInt8]) {
        guard material.count == Self.byteCount else { return nil }
        let root = SymmetricKey(data: material)
        func key(_ purpose: String) -> SymmetricKey {
            HKDF<SHA256>.deriveKey(inputKeyMaterial: root, info: Array(purpose.utf8), outputByteCount: 32)
        }
        clickTokens = key("grapevine click token")
        visitors = key("grapevine visitor")
    }

    func authenticationCode(_ message: [UInt8], _ key: SymmetricKey) -> [UInt8] {
        Array(HMAC<SHA256>.authenticationCode(for: message, using: key))
    }
}
