import Crypto
import Domain
import Store

extension Transaction {
    /// Makes an API key.
    /// - Returns: its row and the secret, which is shown now and never again: only its hash is kept.
    package func makeKey(
        name: String, scope: KeyScope, random: inout RandomSource
    ) throws -> (key: KeyRow, secret: String) {
        let secret = KeySecret.make(using: &random)
        let key = KeyRow(id: mint(APIKey.self), name: name, scope: scope)
        try connection.insert(key, hash: KeySecret.hash(secret))
        return (key, secret)
    }

    package func revoke(_ key: KeyRow) throws -> KeyRow {
        try connection.revoke(key.id, at: now)
        var revoked = key
        revoked.revokedAt = key.revokedAt ?? now
        return revoked
    }
}

package enum KeySecret {
    package static let prefix = "gvk_"

    /// 192 random bits: far too many to guess, so a plain hash keeps them as well as a slow one would.
    static func make(using random: inout RandomSource) -> String {
        prefix + Base64URL.encode((0..<24).map { _ in UInt8.random(in: 0...255, using: &random) })
    }

    package static func hash(_ secret: String) -> [UInt8] {
        Array(SHA256.hash(data: Array(secret.utf8)))
    }
}
