import Synchronization
import Wire

/// What other threads tell a reactor.
enum Letter: Sendable {
    case answer(UInt64, @Sendable () -> Response)
    /// The answer is made, and compressed on another thread.
    case made(UInt64, Response)
    case alarm(after: Int, ConnectionExchange, @Sendable () -> Response)
    case abandoned(UInt64)
    case drain(seconds: Int)
}

/// The letters one reactor has not read. Only the first of many that come together pays for a wake-up.
final class Mailbox: Sendable {
    private struct Contents {
        var letters: [Letter] = []
        var isOpen = true
    }

    private let contents = Mutex(Contents())
    private let bell: EventFD

    init() throws(SocketError) {
        bell = try EventFD()
    }

    var descriptor: Int32 { bell.descriptor }

    func post(_ letter: Letter) {
        let isFirst = contents.withLock { contents in
            guard contents.isOpen else { return false }
            contents.letters.append(letter)
            return contents.letters.count == 1
        }
        if isFirst { bell.signal() }
    }

    func takeAll() -> [Letter] {
        contents.withLock { contents in
            let letters = contents.letters
            contents.letters = []
            return letters
        }
    }

    /// Drops what is there and what still comes.
    func close() {
        let dropped = contents.withLock { contents in
            contents.isOpen = false
            let letters = contents.letters
            contents.letters = []
            return letters
        }
        // Outside the lock: letting an exchange go may post again.
        _ = dropped
    }
}
