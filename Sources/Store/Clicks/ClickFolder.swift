import Dispatch
import Domain
import Synchronization

/// The passes over clicks: it sorts what has come into runs, merges small runs into large ones, folds counts into the
/// tallies, and takes away what is replaced. It reads on a connection and thinks on a queue of its own; what it has
/// made goes to the writer in slices of a few milliseconds. The connection is open only while there is something to do, so
/// that it keeps no file in use that is to be opened anew.
///
/// A log-structured merge tree (O'Neil, Cheng, Gawlick, O'Neil, 1996): a click is written once on its way in and a few
/// times more, in blocks, while runs grow fourfold; no page of a large index is touched for each click.
///
/// `@unchecked Sendable`: what is not behind `state` is touched on `queue` only.
final class ClickFolder: @unchecked Sendable {
    struct Sizes: Hashable, Sendable {
        /// Clicks that become a run; fewer are looked through by those who read.
        var run = 8192
        /// The most that become one, when many have come.
        var largestRun = 32_768
        /// The fewest runs that become one.
        var fan = 8
        /// Clicks whose counts are folded together.
        var tally = 131_072
        /// Blocks that go to the writer at once.
        var blocks = 32
        /// Tallies that are written at once.
        var tallies = 150
        /// Clicks that are taken away at once.
        var pruned = 2000
    }

    private struct State {
        var isRunning = false
        var isWanted = false
        var isClosed = false

        /// Whether anybody has asked since the last round.
        mutating func beginRound() -> Bool {
            defer { isWanted = false }
            if !isWanted || isClosed { isRunning = false }
            return isWanted && !isClosed
        }
    }

    private let queue = DispatchQueue(label: "grapevine.folder")
    private let state = Mutex(State())
    private let open: @Sendable () throws -> Connection
    private var opened: Connection?
    private var opening = 0
    private let writer: Writer
    let sizes: Sizes
    /// How long clicks are kept; nil: for good.
    let keptDays: Int?
    let clock: @Sendable () -> Timestamp
    /// Signalled when it is closed.
    private let ending = DispatchSemaphore(value: 0)
    private let onError: @Sendable (any Error) -> Void
    /// The counts of clicks that are in runs but not in the tallies; nil where they have to be read.
    var uncounted: TallyCounts?

    /// - Parameter open: a connection for reading.
    init(
        _ writer: Writer, _ sizes: Sizes = Sizes(), keptDays: Int? = nil, clock: @escaping @Sendable () -> Timestamp,
        opening open: @escaping @Sendable () throws -> Connection,
        onError: @escaping @Sendable (any Error) -> Void
    ) {
        self.open = open
        self.writer = writer
        self.sizes = sizes
        self.keptDays = keptDays
        self.clock = clock
        self.onError = onError
    }

    /// There may be something to do. Returns at once.
    func wake() {
        let starts = state.withLock { state in
            guard !state.isClosed else { return false }
            state.isWanted = true
            guard !state.isRunning else { return false }
            state.isRunning = true
            return true
        }
        if starts { queue.async { self.work() } }
    }

    /// Does all there is to do, and waits for it. Not on the writer's queue.
    func catchUp() {
        wake()
        queue.sync {}
    }

    /// Ends after the step in hand. The writer must still be there.
    func close() {
        state.withLock { $0.isClosed = true }
        ending.signal()
        queue.sync {}
    }

    var isClosed: Bool { state.withLock { $0.isClosed } }

    /// Waits so long, or until it is closed.
    func isClosed(after nanoseconds: UInt64) -> Bool {
        if ending.wait(timeout: .now() + .nanoseconds(Int(clamping: nanoseconds))) == .success { ending.signal() }
        return isClosed
    }

    /// For reading, while there is work.
    var connection: Connection {
        get throws {
            if let opened { return opened }
            let connection = try open()
            opened = connection
            return connection
        }
    }

    /// A slice of the writer's time for what was made of what this round has read.
    func slice<Value: Sendable>(_ job: @escaping @Sendable (Transaction) throws -> Value) throws -> Value {
        try writer.slice(since: opening, job)
    }

    private func work() {
        while state.withLock({ $0.beginRound() }) {
            defer {
                opened?.close()
                opened = nil
            }
            do {
                opening = writer.opening
                while try !isClosed && (order() || tally() || clean() || merge() || prune()) {}
            } catch {
                // What failed may be stored all the same.
                uncounted = nil
                if case StoreError.closed = error { break }
                onError(error)
            }
        }
        state.withLock { $0.isRunning = false }
    }
}
