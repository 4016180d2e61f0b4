import Synchronization
import Wire

/// The way to answer one request of one connection, or to admit its body. Whoever answers first claims it, so that a commit and its
/// deadline may race on two threads.
final class ConnectionExchange: Exchange, Admission {
    private let reactor: Reactor
    private let tag: UInt64
    private let claimed = Atomic(false)

    init(reactor: Reactor, tag: UInt64) {
        self.reactor = reactor
        self.tag = tag
    }

    /// A handler that forgets a request would leave its client waiting for good.
    deinit {
        if claim() { reactor.post(.abandoned(tag)) }
    }

    var isAnswered: Bool { claimed.load(ordering: .relaxed) }

    /// - Returns: true for the first who asks.
    func claim() -> Bool {
        !claimed.exchange(true, ordering: .acquiringAndReleasing)
    }

    func answer(_ make: @escaping @Sendable () -> Response) {
        guard claim() else { return }
        reactor.answer(tag, make)
    }

    func admit() {
        guard claim() else { return }
        reactor.admit(tag)
    }

    func ignore() {
        guard claim() else { return }
        reactor.ignoreBody(tag)
    }

    func answer(with pending: any PendingAnswer, after milliseconds: Int) {
        guard !isAnswered else { return }
        reactor.setAlarm(after: max(0, milliseconds), self, pending)
    }

    func answer(with pending: any PendingAnswer) {
        guard claim() else { return }
        reactor.mailbox.postQuietly(.pending(tag, pending))
    }

    func send() {
        reactor.mailbox.ring()
    }

    /// Called on the reactor when an alarm's moment has come.
    func answerLate(_ pending: any PendingAnswer) {
        guard claim() else { return }
        reactor.complete(tag) { pending.response(isLate: true) }
    }
}
