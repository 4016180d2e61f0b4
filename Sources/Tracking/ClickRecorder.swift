import Domain
import Store
import Synchronization

/// A click that waits for the writer.
package protocol WaitingClick: AnyObject, Sendable {
    /// About what it holds while it waits, beyond a kilobyte.
    var bytes: Int { get }

    /// Has `recorder` write what was seen. Called once, on the writer's queue.
    func write(with recorder: ClickWriting) throws -> RecordedClick

    /// Called once after the commit, or when nothing was kept: on the writer's queue, so it must be short and never
    /// wait.
    func settle(_ result: Result<RecordedClick, any Error>)

    /// Every click of its commit is settled.
    func send()
}

/// The queue of clicks on their way to the writer. Clicks are most of what a server writes, so they are taken, stored
/// and answered many at a time.
package final class ClickRecorder: WriterStream {
    /// Clicks that may wait; one more is refused.
    package static let limit = 100_000
    /// Of what waiting clicks hold.
    package static let byteLimit = 64 << 20
    /// Clicks that are committed together.
    private static let batch = 4096

    private struct Line {
        var clicks: [any WaitingClick] = []
        var bytes = 0
    }

    private let line = Mutex(Line())
    private let writer: Writer
    private let words: WordList

    package init(_ writer: Writer, words: WordList) {
        self.writer = writer
        self.words = words
        writer.add(self)
    }

    /// Queues a click, which the writer takes after `flush` at the latest; it returns at once.
    /// - Returns: false when too many wait.
    package func add(_ click: any WaitingClick) -> Bool {
        line.withLock { line in
            guard line.clicks.count < Self.limit, line.bytes + click.bytes <= Self.byteLimit else { return false }
            line.clicks.append(click)
            line.bytes += click.bytes
            return true
        }
    }

    /// Wakes the writer for what was added.
    package func flush() {
        if !line.withLock({ $0.clicks.isEmpty }) { writer.noteWaiting() }
    }

    package func takeBatch() -> (any WriterBatch)? {
        let (taken, hasMore) = line.withLock { line -> ([any WaitingClick], Bool) in
            guard line.clicks.count > Self.batch else {
                defer { line = Line() }
                return (line.clicks, false)
            }
            let first = Array(line.clicks.prefix(Self.batch))
            line.clicks.removeFirst(Self.batch)
            line.bytes -= first.reduce(0) { $0 + $1.bytes }
            return (first, true)
        }
        guard !taken.isEmpty else { return nil }
        if hasMore { writer.noteWaiting() }
        return Batch(clicks: taken, words: words)
    }

    private final class Batch: WriterBatch {
        private let clicks: [any WaitingClick]
        private let words: WordList
        private var results: [Result<RecordedClick, any Error>] = []

        var count: Int { clicks.count }

        init(clicks: [any WaitingClick], words: WordList) {
            self.clicks = clicks
            self.words = words
        }

        func write(_ transaction: Transaction) throws {
            results.reserveCapacity(clicks.count)
            let writing = ClickWriting(transaction, words: words, count: clicks.count)
            for click in clicks {
                let result = Result { try click.write(with: writing) }
                if let loss = transaction.loss { throw loss }
                results.append(result)
            }
            try writing.finish()
        }

        func succeed() {
            for index in clicks.indices { clicks[index].settle(results[index]) }
            for click in clicks { click.send() }
        }

        func fail(_ error: any Error) {
            for click in clicks { click.settle(.failure(error)) }
            for click in clicks { click.send() }
        }
    }
}
