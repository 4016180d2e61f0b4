import Synchronization

extension HTTPServer {
    /// What the server has done since it started.
    package struct Statistics: Hashable, Sendable {
        package var openConnections = 0
        package var acceptedConnections = 0
        /// Closed without a word, because there were far too many already. Also among the accepted ones.
        package var turnedAwayConnections = 0
        /// Handed to the handler; refused bytes are not among them.
        package var requests = 0
        /// Answers by the first digit of their status: `responses[2]` counts 200 to 299. Always 6 long; refusals are
        /// among them, interim answers are not.
        package var responses = [Int](repeating: 0, count: 6)
    }
}

/// One reactor's part of the statistics. Anyone may read. Only the reactor counts requests and responses, so these
/// need no read-modify-write; connections are counted by who accepts them.
final class Counters: Sendable {
    private let open = Atomic(0)
    private let accepted = Atomic(0)
    private let turnedAway = Atomic(0)
    private let requests = Atomic(0)
    private let second = Atomic(0)
    private let third = Atomic(0)
    private let fourth = Atomic(0)
    private let fifth = Atomic(0)

    var openConnections: Int { open.load(ordering: .relaxed) }

    func countAccepted() {
        accepted.add(1, ordering: .relaxed)
        open.add(1, ordering: .relaxed)
    }

    func countClosed() { open.subtract(1, ordering: .relaxed) }

    /// Takes `countAccepted` back.
    func countNeverAccepted() {
        accepted.subtract(1, ordering: .relaxed)
        open.subtract(1, ordering: .relaxed)
    }

    func countTurnedAway() { increase(turnedAway) }

    func countRequest() { increase(requests) }

    func countResponse(_ status: Int) {
        switch status {
        case ..<300: increase(second)
        case ..<400: increase(third)
        case ..<500: increase(fourth)
        default: increase(fifth)
        }
    }

    func add(to sum: inout HTTPServer.Statistics) {
        sum.openConnections += open.load(ordering: .relaxed)
        sum.acceptedConnections += accepted.load(ordering: .relaxed)
        sum.turnedAwayConnections += turnedAway.load(ordering: .relaxed)
        sum.requests += requests.load(ordering: .relaxed)
        sum.responses[2] += second.load(ordering: .relaxed)
        sum.responses[3] += third.load(ordering: .relaxed)
        sum.responses[4] += fourth.load(ordering: .relaxed)
        sum.responses[5] += fifth.load(ordering: .relaxed)
    }

    private func increase(_ counter: borrowing Atomic<Int>) {
        counter.store(counter.load(ordering: .relaxed) + 1, ordering: .relaxed)
    }
}
