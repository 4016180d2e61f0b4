import Domain
import Store
import Synchronization

/// The queue of clicks on their way to the writer. Clicks are most of what a server writes, so they are taken, stored
/// and answered many at a time.
package final class ClickRecorder: WriterStream {
    package typealias Completion = @Sendable (Result<RecordedClick, any Error>) -> Void

    /// Clicks that may wait; one more is refused with `.busy`.
    package static let limit = 100_000
    /// Clicks that are committed together.
    private static let batch = 4096

    private struct Waiting: Sendable {
        let click: SeenClick
        let then: Completion
    }

    private let waiting = Mutex<[Waiting]>([])
    private let writer: Writer
    private let words: WordList

    package init(_ writer: Writer, words: WordList) {
        self.writer = writer
        self.words = words
        writer.add(self)
    }

    /// Queues a click; it returns at once.
    /// - Parameter then: called once: after the commit on the writer's queue, so it must be short and never wait; or,
    ///   with `.busy`, at once on the caller's thread.
    package func record(_ click: SeenClick, then: @escaping Completion) {
        let count = waiting.withLock { waiting in
            guard waiting.count < Self.limit else { return 0 }
            waiting.append(Waiting(click: click, then: then))
            return waiting.count
        }
        if count == 0 { return then(.failure(StoreError.busy)) }
        // Whoever comes later is taken with the first.
        if count == 1 { writer.noteWaiting() }
    }

    package func takeBatch() -> (any WriterBatch)? {
        let (taken, hasMore) = waiting.withLock { waiting -> ([Waiting], Bool) in
            guard waiting.count > Self.batch else {
                defer { waiting = [] }
                return (waiting, false)
            }
            defer { waiting.removeFirst(Self.batch) }
            return (Array(waiting.prefix(Self.batch)), true)
        }
        guard !taken.isEmpty else { return nil }
        if hasMore { writer.noteWaiting() }
        return Batch(clicks: taken, words: words)
    }

    private final class Batch: WriterBatch {
        private let clicks: [Waiting]
        private let words: WordList
        private var results: [Result<RecordedClick, any Error>] = []

        var count: Int { clicks.count }

        init(clicks: [Waiting], words: WordList) {
            self.clicks = clicks
            self.words = words
        }

        func write(_ transaction: Transaction) throws {
            results.reserveCapacity(clicks.count)
            for waiting in clicks {
                let result = Result { try transaction.record(waiting.click, words: words) }
                if let loss = transaction.loss { throw loss }
                results.append(result)
            }
        }

        func succeed() {
            for (waiting, result) in zip(clicks, results) { waiting.then(result) }
        }

        func fail(_ error: any Error) {
            for waiting in clicks { waiting.then(.failure(error)) }
        }
    }
}
