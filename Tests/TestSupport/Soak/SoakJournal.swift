import Dispatch
import Synchronization

/// What the clients of one life of the server sent, and what they were answered.
final class SoakJournal: Sendable {
    /// An event with an id of its own; without a reply where the server was killed first.
    struct Event {
        let body: JSONValue
        var reply: JSONValue?

        var isOrder: Bool { body["type"] == "purchase" }
        var name: String {
            let id = body[isOrder ? "order_id" : body["type"] == "refund" ? "refund_id" : "order_id"].string
            return "\(body["type"].string) \(id) \(body["state"].string)"
        }
    }

    struct Clicks {
        /// Sent, be they answered or not.
        var sent = 0
        /// Answered by a redirect.
        var answered = 0
    }

    struct Entries {
        var people = Clicks()
        var bots = Clicks()
        /// Of the answers to people.
        var tokens: [String] = []
        /// In the order in which each client sent them.
        var events: [Event] = []
        var faults: [String] = []
    }

    private let entries = Mutex(Entries())
    private let answers: Mutex<Int>
    private let enough = DispatchSemaphore(value: 0)

    /// - Parameter wanted: answers after which the server is to be killed.
    init(wanted: Int) {
        answers = Mutex(wanted)
    }

    /// - Returns: false when they have not come after a minute.
    func waitUntilEnough() -> Bool {
        enough.wait(timeout: .now() + 60) == .success
    }

    func note(_ change: (inout Entries) -> Void) {
        entries.withLock { change(&$0) }
    }

    func noteAnswer(_ change: (inout Entries) -> Void) {
        note(change)
        let isEnough = answers.withLock { left in
            left -= 1
            return left == 0
        }
        if isEnough { enough.signal() }
    }

    var all: Entries { entries.withLock { $0 } }
}
