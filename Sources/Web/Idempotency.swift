import Crypto
import Domain
import Store
import Tracking
import Wire

/// A POST or PATCH that carries an `Idempotency-Key`: its first reply is kept, and given again to the same call.
struct IdempotentCall: Sendable {
    let key: ID<APIKey>
    let idempotencyKey: String
    let requestHash: [UInt8]

    /// - Returns: nil where the call carries none.
    /// - Throws: `Problem` 400 for one that is empty, too long or not visible ASCII.
    init?(_ call: Call) throws {
        guard [.post, .patch].contains(call.request.method), let key = call.key?.id,
            let text = call.request.field("idempotency-key")
        else { return nil }
        guard (1...255).contains(text.utf8.count), text.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
            throw Problem(kind: .invalidField, detail: "Idempotency-Key must be 1 to 255 visible ASCII characters.")
        }
        self.key = key
        idempotencyKey = text
        let request = call.request
        let line = Array(request.method.rawValue.utf8) + [0] + request.path + [0]
        requestHash = Array(SHA256.hash(data: line + request.body))
    }

    /// - Throws: `TrackingError.keyReused` where the key came with another request.
    func keptReply(_ connection: Connection) throws -> Reply? {
        guard let kept = try connection.keptReply(key, idempotencyKey) else { return nil }
        guard kept.requestHash == requestHash else { throw TrackingError.keyReused(idempotencyKey) }
        var reply = Reply(kept.status, text: kept.body)
        reply.isObject = kept.isObject
        reply.fields = [(name: "Idempotent-Replayed", value: "true")]
        return reply
    }

    func keep(_ reply: Reply, _ transaction: Transaction) throws {
        let kept = KeptReply(
            requestHash: requestHash, status: reply.status, body: reply.text, isObject: reply.isObject)
        try transaction.connection.keep(kept, key, idempotencyKey, at: transaction.now)
    }
}
