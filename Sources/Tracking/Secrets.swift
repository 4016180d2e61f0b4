import Crypto

/// What only this installation knows, and the keys made of it, one for each purpose (HKDF, RFC 5869).
package struct Secrets: Sendable {
    /// Bytes that the secret file holds.
    package static let byteCount = 32

    let clickTokens: MessageAuthenticator
    let visitors: MessageAuthenticator

    /// - Parameter material: 32 random bytes; nil for any other count.
    package init?(_ material: [UInt8]) {
        guard material.count == Self.byteCount else { return nil }
        let root = SymmetricKey(data: material)
        func authenticator(_ purpose: String) -> MessageAuthenticator {
            let key = HKDF<SHA256>.deriveKey(inputKeyMaterial: root, info: Array(purpose.utf8), outputByteCount: 32)
            return MessageAuthenticator(key)
        }
        clickTokens = authenticator("grapevine click token")
        visitors = authenticator("grapevine visitor")
    }
}

/// HMAC-SHA-256 under one key, many thousand times a second: the two blocks of the key are hashed once.
/// - Source: RFC 2104 §2, and §4 for the keyed states.
struct MessageAuthenticator: Sendable {
    private static let blockCount = 64

    private let inner: SHA256
    private let outer: SHA256

    /// - Precondition: the key is not longer than a block of the hash.
    init(_ key: SymmetricKey) {
        let octets = key.withUnsafeBytes { Array($0) }
        precondition(octets.count <= Self.blockCount)
        let block = octets + Array(repeating: 0, count: Self.blockCount - octets.count)
        inner = Self.hashing(block.map { $0 ^ 0x36 })
        outer = Self.hashing(block.map { $0 ^ 0x5C })
    }

    /// The first 128 bits of the code.
    func code(_ message: [UInt8]) -> (high: UInt64, low: UInt64) {
        message.withUnsafeBytes { code($0) }
    }

    /// The same of a message that lies in memory.
    func code(_ message: UnsafeRawBufferPointer) -> (high: UInt64, low: UInt64) {
        var (inner, outer) = (inner, outer)
        inner.update(bufferPointer: message)
        inner.finalize().withUnsafeBytes { outer.update(bufferPointer: $0) }
        return outer.finalize().withUnsafeBytes { code in
            (
                UInt64(bigEndian: code.loadUnaligned(as: UInt64.self)),
                UInt64(bigEndian: code.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
            )
        }
    }

    private static func hashing(_ block: [UInt8]) -> SHA256 {
        var hash = SHA256()
        block.withUnsafeBytes { hash.update(bufferPointer: $0) }
        return hash
    }
}

extension UInt64 {
    /// Its eight octets, the highest first.
    var octets: [UInt8] {
        withUnsafeBytes(of: bigEndian) { Array($0) }
    }
}
