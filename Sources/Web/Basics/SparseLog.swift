import Domain
import Synchronization

/// Thins out log lines of what may happen to every request for a while: the first one is told at once, those that follow
/// within a minute with the next.
final class SparseLog: Sendable {
    private struct State {
        var next = Timestamp.distantPast
        var untold = 0
    }

    private static let pause = Timestamp.minute

    private let state = Mutex(State())

    /// Notes that it happened.
    /// - Returns: how often it did since the last line, where one is due now; else nil.
    func note(at now: Timestamp) -> Int? {
        state.withLock { state in
            state.untold += 1
            // A clock that stepped back would hold lines up for as long.
            guard now >= state.next || now < state.next + -Self.pause else { return nil }
            defer { state = State(next: now + Self.pause) }
            return state.untold
        }
    }
}
