import Domain
import Synchronization

/// Thins out log lines of what may happen to every request for a while: the first one is told at once, those that follow
/// within a minute with the next.
final class SparseLog: Sendable {
    /// What a line is to tell: how often it happened after the line before, nil for the first one, with this time included.
    struct Line: Hashable, Sendable {
        let times: Int
        let since: Timestamp?
    }

    private struct State {
        var told: Timestamp?
        var untold = 0
    }

    private static let pause = Timestamp.minute

    private let state = Mutex(State())

    /// Notes that it happened.
    /// - Returns: the line, where one is due now.
    func note(at now: Timestamp) -> Line? {
        state.withLock { state in
            state.untold += 1
            // A clock that stepped back would hold lines up for as long.
            if let told = state.told, now >= told, now < told + Self.pause { return nil }
            defer { state = State(told: now) }
            return Line(times: state.untold, since: state.told)
        }
    }
}
