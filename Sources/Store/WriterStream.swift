/// A queue of its own for what comes in great numbers and is all alike: it is taken, written and answered by the
/// batch, without a closure, a savepoint and a lock for each.
package protocol WriterStream: AnyObject, Sendable {
    /// What waits, at most some thousands; nil if there is nothing. Called on the writer's queue.
    func takeBatch() -> (any WriterBatch)?
}

/// What is written together. One of `succeed` and `fail` is called, once, on the writer's queue.
package protocol WriterBatch {
    var count: Int { get }
    /// Writes it.
    /// - Throws: only what takes the whole transaction away; the batch keeps errors of its members to itself.
    func write(_ transaction: Transaction) throws
    /// The commit went through.
    func succeed()
    /// Nothing of it was kept.
    func fail(_ error: any Error)
}

extension Transaction {
    /// Why SQLite has ended this transaction by itself, if it has; nothing of it will be kept.
    package var loss: StoreError? { connection.loss }
}
