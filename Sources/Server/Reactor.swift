import Dispatch
import Logging
import Synchronization
import Wire

/// One of the loops that serve connections. It owns its connections, buffers and alarms; nothing of that is shared or
/// locked. Other threads reach it through its mailbox only.
///
/// Dispatch watches one descriptor for it: the epoll that watches all the others. A Dispatch source for each
/// connection costs twice the processor time a request, since libdispatch arms every descriptor anew after each
/// event. Once awake, the loop stays until nothing has come for a millisecond.
///
/// `@unchecked Sendable`: every `var` is touched on `queue` only.
final class Reactor: @unchecked Sendable {
    /// What the reactors of one server have in common.
    struct Setting: Sendable {
        let configuration: HTTPServer.Configuration
        let handler: any RequestHandler
        let logger: Logger
        let listeners: [ListeningSocket]
        let rules: Rules
        let population: Population
        /// The open connections of each reactor, to find the one with the fewest.
        let counters: [Counters]
        /// nil: off.
        let accessLog: AccessLog?
        let memory: MemoryKeeper
        let compressing: DispatchQueue
        /// Another reactor takes an accepted connection over. Returns false when that one has finished.
        let handOver: @Sendable (_ reactor: Int, Socket, Peer) -> Bool
        /// Called once by each reactor when it accepts no more, and once when its last connection is closed.
        let hasStoppedAccepting: @Sendable () -> Void
        let hasFinished: @Sendable () -> Void
    }

    /// The tags of what is no connection; a connection's is `generation << 32 | descriptor`, generation at least 1.
    enum Tag {
        static let mailbox: UInt64 = 0
        static let timer: UInt64 = 1
        static let firstListener: UInt64 = 2
    }

    /// What a handler says of a body before it returns.
    enum Verdict {
        case admitted, ignored
    }

    static let acceptsAtOnce = 16
    /// A handler that passes requests on in a body is to wait for no more of them.
    static let mostHandedOut = 1024
    /// In milliseconds, how long they wait for more that is ready, and a batch of events more: what they have in common is
    /// then paid once, above all a wait for the disk. As soon as nothing is ready they go on.
    static let longestGathering = 2
    static let exhaustedPauseMilliseconds = 100
    /// How many connections more than another reactor one may have before it hands new ones over.
    static let evenness = 2
    /// Deadlines are seconds; looking at all connections more often than this would buy nothing.
    static let sweepMilliseconds = 100

    let number: Int
    let counters: Counters
    let setting: Setting
    let queue: DispatchQueue
    let epoll: Epoll
    let timer: TimerFD
    let mailbox: Mailbox
    /// Made by `start`, because Dispatch stops the process when a source is let go that was never activated.
    var source: (any DispatchSourceRead)?
    /// The thread that is in `turn`; 0 when none is.
    let thread = Atomic<UInt>(0)

    var connections: [Connection?] = []  // by descriptor
    var openConnections = 0
    /// The most there were since memory was last given back.
    var peakConnections = 0
    var generation: UInt32 = 0
    var alarms = Alarms()
    @exclusivity(unchecked) var scratch = [UInt8](repeating: 0, count: 64 * 1024)
    /// Memory that is lent to the connection which is being served.
    @exclusivity(unchecked) var spareInput: [UInt8] = []
    @exclusivity(unchecked) var spareOutput: [UInt8] = []
    @exclusivity(unchecked) var numbers: RequestNumbers
    var accessLines: [AccessLog.Line] = []
    var now = SystemClock.monotonicMilliseconds()
    var dateSeconds = -1
    var beginning = ResponseBeginning(date: [])

    /// The connection whose request is with the handler right now, and the answer it gave before it returned.
    var handedOut: UInt64?
    var directAnswer: (@Sendable () -> Response)?
    var verdict: Verdict?
    /// Requests that the handler has got since it was last told the end of a turn.
    var handedOutCount = 0
    /// When the first of these came.
    var handedOutAt = 0

    var isAccepting = false
    var acceptsAgainAt: Int?
    var isDraining = false
    var isFinished = false
    var drainDeadline: Int?
    /// The time for draining is over: who is handed over only now is closed.
    var isCut = false
    var sweepAt: Int?
    var lastSweep = 0
    var timerSetTo: Int?

    /// - Parameter seed: random, for the names of requests.
    init(number: Int, seed: UInt64, _ setting: Setting) throws(SocketError) {
        self.number = number
        self.setting = setting
        counters = setting.counters[number]
        numbers = RequestNumbers(seed: seed)
        queue = DispatchQueue(label: "grapevine.reactor.\(number)")
        epoll = try Epoll()
        timer = try TimerFD()
        mailbox = try Mailbox()
        try epoll.add(mailbox.descriptor, [.input, .edge], tag: Tag.mailbox)
        try epoll.add(timer.descriptor, [.input, .edge], tag: Tag.timer)
    }

    func start() {
        queue.async {
            let source = DispatchSource.makeReadSource(fileDescriptor: self.epoll.descriptor, queue: self.queue)
            source.setEventHandler { self.turn() }
            source.setCancelHandler { self.setting.hasFinished() }
            self.source = source
            self.watchListeners()
            source.activate()
        }
    }

    // MARK: From other threads

    /// - Returns: false when this reactor has finished and reads no more letters.
    @discardableResult
    func post(_ letter: Letter) -> Bool {
        mailbox.post(letter)
    }

    func answer(_ tag: UInt64, _ make: @escaping @Sendable () -> Response) {
        if isCurrent, handedOut == tag {
            directAnswer = make
        } else {
            post(.answer(tag, make))
        }
    }

    func admit(_ tag: UInt64) {
        if isCurrent, handedOut == tag {
            verdict = .admitted
        } else {
            post(.admitted(tag))
        }
    }

    func ignoreBody(_ tag: UInt64) {
        if isCurrent, handedOut == tag {
            verdict = .ignored
        } else {
            post(.ignored(tag))
        }
    }

    func setAlarm(after delay: Int, _ exchange: ConnectionExchange, _ pending: any PendingAnswer) {
        if isCurrent {
            alarms.set(after: delay, now: now, exchange, pending)
        } else {
            post(.alarm(after: delay, exchange, pending))
        }
    }

    var isCurrent: Bool { thread.load(ordering: .relaxed) == currentThread() }

    // MARK: The loop

    func turn() {
        thread.store(currentThread(), ordering: .relaxed)
        defer { thread.store(0, ordering: .relaxed) }
        while !isFinished {
            // Requests that were handed out wait for those that are ready already, and go on together.
            let isGathering = handedOutCount > 0
            let count = epoll.wait(milliseconds: isGathering ? 0 : 1)
            now = SystemClock.monotonicMilliseconds()
            refreshDate()
            for index in 0..<count { handle(epoll.event(index)) }
            runDue()
            if count == 0 || handedOutAt + Self.longestGathering < now { endHandingOut() }
            writeAccessLog()
            if isDraining {
                endHandingOut()
                finishIfDrained()
            }
            if count == 0, !isGathering {
                setTimer()
                return
            }
        }
    }

    func handle(_ event: (tag: UInt64, readiness: Readiness)) {
        switch event.tag {
        case Tag.mailbox: readMail()
        case Tag.timer: timerSetTo = nil
        case ..<(1 << 32):
            // An event of the same batch may have stopped the accepting.
            guard isAccepting else { return }
            accept(setting.listeners[Int(event.tag - Tag.firstListener)], atMost: Self.acceptsAtOnce)
        default:
            guard let connection = connection(event.tag) else { return }
            // What has come is read before the end, also when both sides have ended: a close with bytes unread would
            // reset the connection, and may take an answer away that the client has not read.
            let canRead = event.readiness.has(.input) && connection.state.room > 0
            guard !event.readiness.has(.failed), canRead || !event.readiness.has(.hungUp)
            else { return close(connection) }
            if event.readiness.has(.ended) { connection.hasUnread = true }
            if canRead { read(connection) }
            if event.readiness.has(.output), connection.isOpen { advance(connection) }
        }
    }

    func readMail() {
        for letter in mailbox.takeAll() {
            switch letter {
            case .answer(let tag, let make): complete(tag, make)
            case .pending(let tag, let pending): complete(tag) { pending.response(isLate: false) }
            case .made(let tag, let response):
                guard let connection = connection(tag) else { continue }
                write(response, to: connection)
                advance(connection)
            case .admitted(let tag):
                guard let connection = connection(tag) else { continue }
                connection.state.admit(now: now)
                advance(connection)
            case .ignored(let tag):
                guard let connection = connection(tag) else { continue }
                connection.state.ignoreBody()
                advance(connection)
            case .accepted(let socket, let peer): open(socket, peer)
            case .alarm(let delay, let exchange, let pending): alarms.set(after: delay, now: now, exchange, pending)
            case .abandoned(let tag):
                guard let connection = connection(tag) else { continue }
                setting.logger.error("exchange.abandoned")
                close(connection)
            case .drain(let seconds): drain(seconds: seconds)
            }
        }
    }

    /// What is to be done because time has passed.
    func runDue() {
        while let alarm = alarms.removeDue(now: now) { alarm.exchange.answerLate(alarm.pending) }
        if let moment = sweepAt, moment <= now { sweep() }
        if let moment = acceptsAgainAt, moment <= now {
            acceptsAgainAt = nil
            watchListeners()
        }
        if let moment = drainDeadline, moment <= now {
            drainDeadline = nil
            isCut = true
            setting.logger.warning("drain.cut", metadata: ["connections": "\(openConnections)"])
            for connection in connections { if let connection { close(connection) } }
        }
    }

    /// Before the loop gives its thread back, the system has to know when to wake it.
    func setTimer() {
        let next = [alarms.next, sweepAt, acceptsAgainAt, drainDeadline].lazy.compactMap { $0 }.min()
        guard next != timerSetTo else { return }
        timer.set(next)
        timerSetTo = next
    }

    func writeAccessLog() {
        guard let log = setting.accessLog, !accessLines.isEmpty else { return }
        log.write(accessLines)
        accessLines.removeAll(keepingCapacity: true)
    }

    func sweep() {
        lastSweep = now
        sweepAt = nil
        for connection in connections {
            guard let connection, let deadline = connection.state.deadline else { continue }
            if deadline <= now {
                connection.state.expire(now: now)
                advance(connection)
            } else {
                sweep(by: deadline)
            }
        }
    }

    func sweep(by deadline: Int) {
        let moment = max(deadline, lastSweep + Self.sweepMilliseconds)
        sweepAt = min(sweepAt ?? moment, moment)
    }
}
