import Synchronization

extension HTTPServer {
    /// What the server has done since it started.
    package struct Statistics: Hashable, Sendable {
        package var openConnections = 0
        package var acceptedConnections = 0
        /// Handed to the handler; refused bytes are not among them.
        package var requests = 0
        /// Answers by the first digit of their status: `responses[2]` counts 200 to 299. Always 6 long; refusals are
        /// among them, interim answers are not.
        package var responses = [Int](repeating: 0, count: 6)
    }
}

/// One reactor's part of the statistics. Only the reactor writes, so it needs no read-modify-write; anyone may read.
final class Counters: Sendable {
    private let open = Atomic(0)
    private let accepted = Atomic(0)
    private let requests = Atomic(0)
    private let second = Atomic(0)
    private let third = Atomic(0)
    private let fourth = Atomic(0)
    private let fifth = Atomic(0)

    func countAccepted() {
        increase(accepted)
        increase(open)
    }

    func countClosed() { open.store(open.load(ordering: .relaxed) - 1, ordering: .relaxed) }

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
