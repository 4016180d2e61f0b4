import DequeModule
import Wire

/// An answer that is given unless another was given before.
struct Alarm {
    let moment: Int  // milliseconds, monotonic
    let exchange: ConnectionExchange
    let pending: any PendingAnswer
}

/// The alarms of one reactor.
///
/// Handlers use a few constant delays, and the clock never goes back: so each delay has a queue that is in order by
/// itself. Setting an alarm takes no search, and one whose request was answered is dropped from the front, so that
/// under load the queues stay as short as what is really waiting.
struct Alarms {
    private var lanes: [(delay: Int, alarms: Deque<Alarm>)] = []

    /// The next moment at which `removeDue` has something.
    var next: Int? { lanes.lazy.compactMap(\.alarms.first?.moment).min() }

    mutating func set(after delay: Int, now: Int, _ exchange: ConnectionExchange, _ pending: any PendingAnswer) {
        let alarm = Alarm(moment: now + delay, exchange: exchange, pending: pending)
        guard let lane = lanes.firstIndex(where: { $0.delay == delay }) else {
            lanes.append((delay, [alarm]))
            return
        }
        while let first = lanes[lane].alarms.first, first.exchange.isAnswered { lanes[lane].alarms.removeFirst() }
        lanes[lane].alarms.append(alarm)
    }

    /// An alarm whose moment has come, nil when there is none.
    mutating func removeDue(now: Int) -> Alarm? {
        for index in lanes.indices.reversed() {
            guard let first = lanes[index].alarms.first else {
                lanes.remove(at: index)
                continue
            }
            if first.moment <= now { return lanes[index].alarms.removeFirst() }
        }
        return nil
    }

    mutating func removeAll() {
        lanes.removeAll()
    }
}
