import Domain

/// What a key may do; each scope includes those below it.
package enum KeyScope: String, Hashable, Sendable, CaseIterable {
    case read, write, admin

    package func includes(_ other: KeyScope) -> Bool {
        rank >= other.rank
    }

    private var rank: Int {
        switch self {
        case .read: 0
        case .write: 1
        case .admin: 2
        }
    }
}

package struct KeyRow: Hashable, Sendable {
    package var id: ID<APIKey>
    package var name: String
    package var scope: KeyScope
    package var revokedAt: Timestamp?

    package init(id: ID<APIKey>, name: String, scope: KeyScope, revokedAt: Timestamp? = nil) {
        self.id = id
        self.name = name
        self.scope = scope
        self.revokedAt = revokedAt
    }
}

extension Connection {
    package func key(_ id: ID<APIKey>) throws -> KeyRow? {
        try keys(where: "id = \(id)").first
    }

    /// - Parameter hash: of the secret. Looking a hash up by index leaks nothing of the secret: whoever can't choose
    ///   the hash's first bytes can't search for them by timing.
    package func key(hash: [UInt8]) throws -> KeyRow? {
        try keys(where: "hash = \(hash)").first
    }

    package func keys(_ page: Page) throws -> [KeyRow] {
        try keys(where: page.closing("1 = 1"))
    }

    package func insert(_ key: KeyRow, hash: [UInt8]) throws {
        try run(
            """
            INSERT INTO api_key (id, name, scope, hash, revoked_at)
            VALUES (\(key.id), \(key.name), \(key.scope.rawValue), \(hash), \(key.revokedAt))
            """)
    }

    package func revoke(_ key: ID<APIKey>, at moment: Timestamp) throws {
        try run("UPDATE api_key SET revoked_at = \(moment) WHERE id = \(key) AND revoked_at IS NULL")
    }

    private func keys(where filter: SQL) throws -> [KeyRow] {
        try rows("SELECT id, name, scope, revoked_at FROM api_key WHERE \(filter)") { row in
            KeyRow(id: row.id(0), name: row.text(1), scope: try row.word(2), revokedAt: row.optionalTimestamp(3))
        }
    }
}
