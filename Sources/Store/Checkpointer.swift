import Dispatch
import Synchronization

/// Carries the write-ahead log into the database, on a connection and a queue of its own: on the commit path these
/// passes were all of the slowest hundredth of clicks.
///
/// Its passes wait for nobody, so under steady writing they never reach the log's end, and the log could not start
/// anew. Once it is long and a pass is just over, the writer therefore carries over the short rest itself.
///
/// `@unchecked Sendable`: `connection` is touched on `queue` only.
final class Checkpointer: @unchecked Sendable {
    private let queue = DispatchQueue(label: "grapevine.checkpointer")
    private var connection: Connection
    private let onError: @Sendable (any Error) -> Void
    private let progress = Mutex(Progress())

    private struct Progress {
        var state = State.idle
        /// How long the log was when the last pass began: it has carried that much, unless somebody read older state.
        var begunAt = 0
    }

    private enum State {
        case idle, running, passed, closed
    }

    /// Pages in the log, 4 KiB each, that are new since the last pass and make another worth it. A pass waits for the disk
    /// twice, whatever it carries, and pages that are written often are carried once by each.
    static let passPages = 1000
    /// Pages in the log from which on the writer helps.
    static let longPages = 4000

    init(_ connection: Connection, onError: @escaping @Sendable (any Error) -> Void) {
        self.connection = connection
        self.onError = onError
    }

    /// Told by the writer after each commit.
    /// - Returns: whether the writer should carry over the rest now.
    func noteLog(pages: Int) -> Bool {
        let (starts, asks) = progress.withLock { progress -> (Bool, Bool) in
            // The log has started anew.
            if pages < progress.begunAt { progress.begunAt = 0 }
            guard pages >= Self.passPages else { return (false, false) }
            let isLong = pages >= Self.longPages
            switch progress.state {
            case .running, .closed: return (false, false)
            case .passed where isLong && progress.begunAt >= Self.longPages:
                progress.state = .idle
                return (false, true)
            case .idle, .passed:
                guard isLong || pages - progress.begunAt >= Self.passPages else { return (false, false) }
                progress = Progress(state: .running, begunAt: pages)
                return (true, false)
            }
        }
        if starts { queue.async { self.pass() } }
        return asks
    }

    func close() {
        progress.withLock { $0.state = .closed }
        queue.sync { connection.close() }
    }

    /// Gives back the file until `reopen`; passes do nothing meanwhile.
    func closeConnection() {
        queue.sync { connection.close() }
    }

    func reopen(_ open: () throws -> Connection) throws {
        try queue.sync { connection = try open() }
    }

    private func pass() {
        do {
            try Engine.checkpoint(connection)
        } catch StoreError.closed {
            // Closed for good, or about to be opened again.
        } catch {
            onError(error)
        }
        progress.withLock { if $0.state == .running { $0.state = .passed } }
    }
}
