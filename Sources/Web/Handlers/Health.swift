import Domain
import Store
import Synchronization
import Wire

extension WebApp {
    /// Ready means that a commit goes through: store open, migrations current, disk writable. So it makes one, at most
    /// once a second: anybody may ask.
    func answerReadiness(_ incoming: Incoming) {
        let now = clock()
        let isKnown = lastReady.withLock { ($0...$0 + 1000).contains(now) }
        let ready = Response(status: 200, fields: plainText, body: Array("ready\n".utf8))
        if isKnown { return incoming.answer(ready) }
        store.writer.submit { transaction in
            try transaction.connection.beat()
        } then: { [self] result in
            switch result {
            case .success:
                lastReady.withLock { $0 = now }
                incoming.answer(ready)
            case .failure(let error): fail(error, incoming)
            }
        }
    }
}

let healthy = PreparedAnswer(Response(status: 200, fields: plainText, body: Array("ok\n".utf8)))

let plainText: [(name: String, value: String)] = [
    ("Content-Type", "text/plain; charset=utf-8"), ("Cache-Control", "no-store"),
]
