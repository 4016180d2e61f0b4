import Domain
import Store
import Tracking
import Wire

/// What a write does in its transaction, once its request has been read and checked. It may run again, all undone in
/// between: what is not in the store is for `Transaction.afterCommit` to change.
typealias WriteOperation = @Sendable (Transaction) throws -> Reply

extension WebApp {
    /// Runs a write in the group commit; the reply is sent after the commit that holds it.
    func write(_ call: Call, _ operation: @escaping WriteOperation, _ incoming: Incoming) throws {
        let isDryRun = try isDryRun(call)
        // A dry run keeps nothing, so it has no first reply to give again.
        let idempotent = isDryRun ? nil : try IdempotentCall(call)
        store.writer.submit(dryRun: isDryRun, bytes: call.request.body.count) { [self] transaction in
            if let kept = try idempotent?.keptReply(transaction.connection) { return kept }
            var reply = try operation(transaction)
            if isDryRun { try reply.set("dry_run", to: true) }
            try idempotent?.keep(reply, transaction)
            if let part = reply.changedLinks { transaction.afterCommit { self.forgetLinks(part) } }
            return reply
        } then: { [self] result in
            switch result {
            // Made on the reactor: the writer has the next batch to see to.
            case .success(let reply): incoming.answer { reply.response(to: incoming.request) }
            case .failure(let error): fail(error, incoming)
            }
        }
    }

    private func forgetLinks(_ part: LinkDirectory.Part) {
        directory.forget(part)
        if case .all = part { directory.fill(from: store.readers) }
    }

    /// Every write takes `?dry_run=true`, and no other parameter.
    private func isDryRun(_ call: Call) throws -> Bool {
        let faults = Faults()
        let isDryRun = Query(call.request, known: ["dry_run"], faults: faults).bool("dry_run") ?? false
        try faults.throwIfAny()
        return isDryRun
    }
}
