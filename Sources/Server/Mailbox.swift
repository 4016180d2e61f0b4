import Synchronization
import Wire

/// What other threads tell a reactor.
enum Letter: Sendable {
    case answer(UInt64, @Sendable () -> Response)
    case pending(UInt64, any PendingAnswer)
    /// The answer is made, and compressed on another thread.
    case made(UInt64, Response)
    /// The body of the request is wanted.
    case admitted(UInt64)
    /// It is not, but the request is.
    case ignored(UInt64)
    /// A connection that another reactor accepted.
    case accepted(Socket, Peer)
    case alarm(after: Int, ConnectionExchange, any PendingAnswer)
    case abandoned(UInt64)
    case drain(seconds: Int)
}

/// The letters one reactor has not read. Only the first of many that come together pays for a wake-up.
final class Mailbox: Sendable {
    private struct Contents {
        var letters: [Letter] = []
        var isOpen = true
        /// The bell has rung for those that are there.
        var hasRung = false

        /// - Returns: whether the bell is to ring.
        mutating func ring() -> Bool {
            guard !hasRung, !letters.isEmpty else { return false }
            hasRung = true
            return true
        }
    }

    private let contents = Mutex(Contents())
    private let bell: EventFD

    init() throws(SocketError) {
        bell = try EventFD()
    }

    var descriptor: Int32 { bell.descriptor }

    /// - Returns: false when nobody reads it any more; it is dropped then.
    func post(_ letter: Letter) -> Bool {
        let (isOpen, rings) = contents.withLock { contents in
            guard contents.isOpen else { return (false, false) }
            contents.letters.append(letter)
            return (true, contents.ring())
        }
        if rings { bell.signal() }
        return isOpen
    }

    /// Posts a letter that need not be read before `ring` is called.
    func postQuietly(_ letter: Letter) {
        contents.withLock { contents in
            if contents.isOpen { contents.letters.append(letter) }
        }
    }

    /// Has the letters read that were posted quietly.
    func ring() {
        if contents.withLock({ $0.ring() }) { bell.signal() }
    }

    func takeAll() -> [Letter] {
        contents.withLock { contents in
            let letters = contents.letters
            contents.letters = []
            contents.hasRung = false
            return letters
        }
    }

    /// Takes no more letters, unless there are some to be read.
    /// - Returns: whether it is closed.
    func closeIfEmpty() -> Bool {
        contents.withLock { contents in
            if contents.letters.isEmpty { contents.isOpen = false }
            return !contents.isOpen
        }
    }
}
