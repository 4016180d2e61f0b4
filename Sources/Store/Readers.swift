import DequeModule
import Dispatch
import Synchronization

/// A small pool of read-only connections for API reads, reports and exports. A long one never holds up a write.
///
/// Each connection has a serial queue of its own, hence a thread of its own while it reads: of work that blocks on a
/// concurrent queue, Dispatch ran only two or three at a time.
///
/// `@unchecked Sendable`: each connection is touched on its own queue only.
package final class Readers: @unchecked Sendable {
    package typealias Work = @Sendable (Connection) -> Void

    private let readers: [Reader]
    private let limit: Int
    private let line: Mutex<Line>

    private final class Reader {
        let queue: DispatchQueue
        var connection: Connection

        init(_ queue: DispatchQueue, _ connection: Connection) {
            self.queue = queue
            self.connection = connection
        }
    }

    private struct Line: Sendable {
        var work: Deque<Work> = []
        /// Readers that have nothing to do, by their index.
        var idle: [Int]
        var isClosed = false
    }

    /// - Parameters:
    ///   - count: connections, at least one.
    ///   - limit: how much work may wait.
    ///   - open: opens one to a store that is there already.
    init(count: Int, limit: Int, _ open: () throws -> Connection) throws {
        readers = try (0..<max(1, count)).map { index in
            Reader(DispatchQueue(label: "grapevine.reader.\(index)"), try open())
        }
        self.limit = limit
        line = Mutex(Line(idle: Array(readers.indices.reversed())))
    }

    /// Queues work for the next free connection; it returns at once.
    /// - Parameter work: may block on the disk. Over `Connection.snapshot` its queries see one state of the store.
    /// - Returns: false if the queue is full or closed; nothing then happens.
    package func submit(_ work: @escaping Work) -> Bool {
        let (isTaken, woken) = line.withLock { line -> (Bool, Int?) in
            guard !line.isClosed, line.work.count < limit else { return (false, nil) }
            line.work.append(work)
            return (true, line.idle.popLast())
        }
        if let woken { readers[woken].queue.async { self.work(as: woken) } }
        return isTaken
    }

    /// Reads over one state of the store and waits for it: for the command line and for tests. Never on a reactor or
    /// a worker, nor within a reader's work.
    /// - Throws: what `work` threw; `.busy` if the queue is full or closed.
    package func wait<Value: Sendable>(_ work: @escaping @Sendable (Connection) throws -> Value) throws -> Value {
        let answer = Answer<Value>()
        let isTaken = submit { connection in
            answer.give(Result { try connection.snapshot { try work(connection) } })
        }
        guard isTaken else { throw StoreError.busy }
        return try answer.wait()
    }

    /// Work waiting now, for metrics.
    package var waiting: Int {
        line.withLock { $0.work.count }
    }

    /// Does what is waiting, then gives back the file. Returns when all is done. Not to be called by a reader's work.
    package func close() {
        line.withLock { $0.isClosed = true }
        for reader in readers {
            reader.queue.sync { reader.connection.close() }
        }
    }

    /// Gives back the file until `reopen`, once what is being read is read; what is read meanwhile finds `.closed`.
    func closeConnections() {
        for reader in readers {
            reader.queue.sync { reader.connection.close() }
        }
    }

    func reopen(_ open: () throws -> Connection) throws {
        for reader in readers {
            try reader.queue.sync { reader.connection = try open() }
        }
    }

    /// Takes work until there is none.
    private func work(as index: Int) {
        while let work = next(for: index) {
            work(readers[index].connection)
        }
    }

    private func next(for index: Int) -> Work? {
        line.withLock { line in
            guard let work = line.work.popFirst() else {
                line.idle.append(index)
                return nil
            }
            return work
        }
    }
}
