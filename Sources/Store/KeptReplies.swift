import Domain

/// The first reply to a call that carried an `Idempotency-Key`.
package struct KeptReply: Hashable, Sendable {
    /// Of method, path and body: the same key with another request is refused.
    package let requestHash: [UInt8]
    package let status: Int
    package let body: String
    /// Whether the reply was one object, with an entity tag.
    package let isObject: Bool

    package init(requestHash: [UInt8], status: Int, body: String, isObject: Bool) {
        self.requestHash = requestHash
        self.status = status
        self.body = body
        self.isObject = isObject
    }
}

extension Connection {
    package func keptReply(_ key: ID<APIKey>, _ idempotencyKey: String) throws -> KeptReply? {
        try first(
            """
            SELECT request_hash, status, body, is_object FROM kept_reply
             WHERE api_key = \(key) AND idempotency_key = \(idempotencyKey)
            """
        ) {
            KeptReply(
                requestHash: $0.blob(0), status: Int($0.int64(1)), body: $0.text(2), isObject: $0.bool(3))
        }
    }

    package func keep(
        _ reply: KeptReply, _ key: ID<APIKey>, _ idempotencyKey: String, at moment: Timestamp
    ) throws {
        try run(
            """
            INSERT INTO kept_reply (api_key, idempotency_key, request_hash, status, body, is_object, made_at)
            VALUES (\(key), \(idempotencyKey), \(reply.requestHash), \(reply.status), \(reply.body), \(reply.isObject),
                \(moment))
            """)
    }
}
