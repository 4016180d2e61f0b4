import Dispatch
import Glibc
import Synchronization

/// SIGTERM and SIGINT as something to wait for. The first one ends the wait, the second one the process, at once; so
/// does the first while there is nothing to drain yet. SIGPIPE, SIGHUP and SIGXFSZ do nothing: a file that may not grow
/// is an error of the write, from which the store recovers.
///
/// Both are blocked in every thread and taken by one that waits for them alone. A Dispatch source would have to
/// put a handler of its own in front of the second signal, and is late where its queue is busy.
final class StopSignals: Sendable {
    private struct State {
        var isServing = false
        var received: [Int32] = []
    }

    private let state = Mutex(State())
    private let first = DispatchSemaphore(value: 0)

    /// To be made on the main thread before any other starts: threads inherit what is blocked.
    init() {
        signal(SIGPIPE, SIG_IGN)
        signal(SIGHUP, SIG_IGN)
        signal(SIGXFSZ, SIG_IGN)
        var stops = sigset_t()
        sigemptyset(&stops)
        sigaddset(&stops, SIGTERM)
        sigaddset(&stops, SIGINT)
        pthread_sigmask(SIG_BLOCK, &stops, nil)
        let taken = stops
        DispatchQueue(label: "grapevine.signals").async {
            var taken = taken
            while true {
                var number: Int32 = 0
                if sigwait(&taken, &number) == 0 { self.receive(number) }
            }
        }
    }

    /// From now on the first signal is for `wait`. To be called before anybody is told that the server is up.
    func beginServing() {
        state.withLock { $0.isServing = true }
    }

    /// Waits for the first signal.
    /// - Returns: its name.
    func wait() -> String {
        first.wait()
        return state.withLock { $0.received.first } == SIGINT ? "SIGINT" : "SIGTERM"
    }

    private func receive(_ number: Int32) {
        let drains = state.withLock { state in
            state.received.append(number)
            return state.isServing && state.received.count == 1
        }
        // As a shell would put a death by this signal. The store takes it like a crash: nothing is lost.
        guard drains else { _exit(128 + number) }
        first.signal()
    }
}
