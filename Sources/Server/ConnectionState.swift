import Wire

/// What one connection does next. The reactor asks with `next` until it says `.wait`, and tells what came of it.
enum Action: Sendable {
    /// Ask the handler whether it wants the body of this; then call `admit`, or `answer` with what it answered.
    case consider(Request)
    /// Hand this to the handler; then call `answer` with what it answered.
    case handle(Request)
    /// Send `Response.continue`, and call `queued`.
    case sendContinue
    /// Answer these bytes with a refusal: call `answer`, then close as it says.
    case refuse(RequestError)
    /// Every answer is out: tell the client that no more will come, but read on.
    case endOutput
    /// The connection is over.
    case close
    /// Nothing, until bytes, the client's end, an answer, a written answer or a moment comes.
    case wait
}

/// HTTP/1.1 on one connection, as a pure value: bytes, answers and moments in, actions out. It does no input or
/// output and reads no clock; every `now` is in milliseconds and never goes back.
///
/// One request is handed out at a time. What the client sends meanwhile waits in `input`, up to `room`; answers thus
/// come in the order of the requests. Not copyable, because a connection has one state, and reading one property of
/// a copyable value inside a class copies all of it.
/// - Source: RFC 9112 §9.
struct ConnectionState: ~Copyable, Sendable {
    private enum Phase {
        case head
        case considering
        case bodyless  // to be handed out without its body
        case body
        case handling(isWhole: Bool)  // its bytes have all been read, so that the next one's beginning is sure
        case refusing(RequestError)  // not answered yet
        case closing(lingers: Bool)  // the last answer is given, but not all of it is written
        case lingering
        case closed
    }

    /// What is read and dropped after a last answer.
    static let lingerBytes = 4 * 1024 * 1024

    let peer: Peer
    private let rules: Rules

    private var phase: Phase
    private var input = InputBuffer()
    /// While considering and reading a body. Not part of the phase, which is looked at many times a request and would
    /// be copied with it.
    private var body: BodyReader?
    /// Has anything new come that could complete a head? See `readHead`.
    private var isWorthReading = false
    private var readBytes = 0  // `input.count` when the head was last tried
    private var hasBegun = false  // a byte of the next request has come
    private var hasEnded = false  // the client sends no more
    private var isDraining = false
    private var owesContinue = false
    private var isRefusedHead = false
    private var answered = 0  // requests
    private var dropped = 0  // bytes

    /// The head of the request that is being received or handled, when it was whole, and its name.
    private(set) var head: Head?
    private(set) var headAt = 0
    private(set) var id: RequestID?

    private var unsent = 0
    private var deadlines = Deadlines()

    /// - Parameter refusal: why this connection is one too many, if it is.
    init(peer: Peer, _ rules: Rules, refusal: RequestError? = nil, now: Int) {
        self.peer = peer
        self.rules = rules
        phase = refusal.map { .refusing($0) } ?? .head
        deadlines.phase = now + rules.times.headSeconds * 1000
    }

    /// When `expire` is to be called, if nothing happens before.
    var deadline: Int? { deadlines.next }

    /// How many bytes may be read from the client now; 0 means to leave them in the kernel, which slows the client.
    var room: Int {
        guard !hasEnded else { return 0 }
        switch phase {
        case .head: return max(0, rules.limits.headBytes - input.count)
        case .considering, .bodyless, .handling, .refusing: return max(0, rules.quotas.pipelinedBytes - input.count)
        case .body, .lingering: return 64 * 1024
        case .closing: return dropped < Self.lingerBytes ? 64 * 1024 : 0
        case .closed: return 0
        }
    }

    // MARK: What comes in

    mutating func receive(_ bytes: Span<UInt8>, now: Int) {
        switch phase {
        case .closing, .lingering:
            dropped += bytes.count
        case .closed:
            break
        case .head, .considering, .bodyless, .body, .handling, .refusing:
            if input.append(bytes) { isWorthReading = true }
            deadlines.received(bytes.count)
            begin(at: now)
        }
    }

    /// The client has sent all it will; it may still read.
    mutating func receiveEnd() {
        hasEnded = true
        isWorthReading = true
    }

    /// No more requests are wanted than those whose bytes have come. A connection that is so new that it has not asked
    /// for anything yet gets a moment to do so: its first request is on its way.
    mutating func drain(now: Int) {
        isDraining = true
        if isNew, let moment = deadlines.phase {
            deadlines.phase = min(moment, now + rules.times.graceSeconds * 1000)
        }
    }

    /// The body of the request in hand is wanted.
    mutating func admit(now: Int) {
        guard case .considering = phase else { return }
        phase = .body
        owesContinue = head?.expectsContinue == true && input.isEmpty && body?.isUntouched == true && !hasEnded
        deadlines.beginBody(rules.times, now: now)
    }

    /// The body of the request in hand is not wanted, the request itself is.
    mutating func ignoreBody() {
        guard case .considering = phase else { return }
        phase = .bodyless
    }

    /// The request in hand, or the refusal, is answered now.
    /// - Returns: what its head is to say; the caller writes it and calls `queued`.
    mutating func answer(now: Int) -> ResponseShape {
        answered += 1
        let shape = ResponseShape(
            isHead: head?.method == .head || isRefusedHead, version: head?.version ?? .http11, persists: isToPersist)
        if shape.persists {
            phase = .head
            isWorthReading = true
            readBytes = 0
            hasBegun = !input.hasOnlyLineEnds
            deadlines.phase = nil  // until this answer is out
        } else {
            // The client may be sending right now, if only a line end, and a close would turn into a reset that takes
            // the answer with it. RFC 9112 §9.6.
            phase = .closing(lingers: true)
            dropped = input.count
            input.removeAll()
            deadlines.endBody()
        }
        head = nil
        id = nil
        body = nil
        return shape
    }

    /// So many bytes of answers now wait to be written.
    mutating func queued(_ bytes: Int, now: Int) {
        unsent += bytes
        if unsent > 0 { deadlines.queued(rules.times, now: now) }
    }

    /// The client took so many of them.
    mutating func sent(_ bytes: Int, now: Int) {
        unsent -= bytes
        deadlines.sent(bytes, unsent: unsent, rules.times, now: now)
        if unsent == 0 { awaitRequest(now: now) }
    }

    /// A deadline may have passed.
    mutating func expire(now: Int) {
        if let moment = deadlines.write, now >= moment {
            close()
        } else if let moment = deadlines.phase, now >= moment {
            switch phase {
            case .head where hasBegun: refuse(.headTimeout(seconds: rules.times.headSeconds))
            case .body: refuse(.bodyTimeout(seconds: rules.times.bodySeconds))
            case .head, .lingering: close()
            case .considering, .bodyless, .handling, .refusing, .closing, .closed: deadlines.phase = nil
            }
        } else if case .body = phase, !deadlines.keepsPace(rules.times, now: now) {
            refuse(.bodyTooSlow(bytesPerSecond: rules.times.bodyBytesPerSecond))
        }
    }

    // MARK: Memory that idle connections do not keep

    mutating func borrow(_ spare: inout [UInt8]) {
        input.borrow(&spare)
    }

    mutating func giveBack(_ spare: inout [UInt8]) {
        input.giveBack(&spare)
    }

    // MARK: What is to be done

    /// - Parameter numbers: names requests that have no name of their own.
    mutating func next(now: Int, _ numbers: inout RequestNumbers) -> Action {
        do {
            switch phase {
            case .head: return try readHead(now: now, &numbers)
            case .body: return try readBody()
            case .bodyless:
                phase = .handling(isWhole: false)
                if let head { return .handle(request(head, body: [])) } else { return .wait }
            case .considering, .handling: return .wait
            case .refusing(let error):
                if id == nil { id = RequestID(number: numbers.next()) }
                return .refuse(error)
            case .closing(let lingers): return finish(lingers: lingers, now: now)
            case .lingering:
                if hasEnded || dropped >= Self.lingerBytes { close() } else { return .wait }
                return .close
            case .closed: return .close
            }
        } catch {
            refuse(error)
            return next(now: now, &numbers)
        }
    }

    private mutating func readHead(now: Int, _ numbers: inout RequestNumbers) throws(RequestError) -> Action {
        guard unsent <= rules.quotas.unsentBytes else { return .wait }
        // A head is read from its start each time, so only when a line has ended, the bytes have doubled or no more
        // fit. Else each of many small packets would cost a reading of all before it.
        let isDue = isWorthReading || input.count >= 2 * readBytes || input.count >= rules.limits.headBytes
        if !input.isEmpty, isDue {
            isWorthReading = false
            readBytes = input.count
            if let head = try input.takeHead(limits: rules.limits) {
                id = RequestID(head.fields, number: numbers.next())
                self.head = head
                headAt = now
                deadlines.phase = nil
                guard head.framing != .none else {
                    phase = .handling(isWhole: true)
                    return .handle(request(head, body: []))
                }
                return try beginBody(head)
            }
        }
        if hasBegun {
            if hasEnded { throw .cutShort }
        } else if hasEnded || isDraining && !isNew {
            phase = .closing(lingers: false)
            return finish(lingers: false, now: now)
        }
        return .wait
    }

    /// Most bodies have come with their heads; only of others the handler is asked.
    private mutating func beginBody(_ head: Head) throws(RequestError) -> Action {
        var reader = BodyReader(head, limits: rules.limits)
        try input.move(to: &reader)
        if reader.isDone {
            phase = .handling(isWhole: true)
            return .handle(request(head, body: try reader.finished()))
        }
        guard !hasEnded else { throw .cutShort }
        phase = .considering
        body = reader
        return .consider(request(head, body: []))
    }

    private mutating func readBody() throws(RequestError) -> Action {
        if owesContinue, input.isEmpty {
            owesContinue = false
            return .sendContinue
        }
        guard var reader = body.take() else { return .wait }  // taken, so that its bytes are not copied
        try input.move(to: &reader)
        if reader.isDone, let head {
            phase = .handling(isWhole: true)
            deadlines.endBody()
            return .handle(request(head, body: try reader.finished()))
        }
        guard !hasEnded else { throw .cutShort }
        body = reader
        return .wait
    }

    private func request(_ head: Head, body: [UInt8]) -> Request {
        let client =
            rules.trustedProxies.isEmpty ? peer : Wire.client(behind: peer, head.fields, trusting: rules.trustedProxies)
        return Request(head, body: body, id: id ?? RequestID(number: 0), peer: peer, client: client)
    }

    /// Nothing has been asked for.
    private var isNew: Bool {
        if case .head = phase { answered == 0 && !hasBegun } else { false }
    }

    private var isToPersist: Bool {
        guard case .handling(isWhole: true) = phase, let head, head.isPersistent,
            answered < rules.quotas.requestsPerConnection
        else { return false }
        return !(input.isEmpty && (isDraining || hasEnded))
    }

    private mutating func refuse(_ error: RequestError) {
        // Also an answer to a HEAD that can't be read has no body. RFC 9110 §9.3.2.
        if case .head = phase { isRefusedHead = input.beginsWithHead }
        phase = .refusing(error)
        deadlines.endBody()
    }

    private mutating func finish(lingers: Bool, now: Int) -> Action {
        guard unsent == 0 else { return .wait }
        guard lingers, !hasEnded else {
            close()
            return .close
        }
        phase = .lingering
        deadlines.phase = now + rules.times.lingerSeconds * 1000
        return .endOutput
    }

    /// A byte of the next request may have come, which starts the head's time.
    private mutating func begin(at now: Int) {
        guard case .head = phase, !hasBegun, !input.hasOnlyLineEnds else { return }
        hasBegun = true
        awaitRequest(now: now)
    }

    /// A request is waited for from now on. While answers are under way only these have a deadline: a head that has
    /// come may be left unread because of them, and who takes them is not idle.
    private mutating func awaitRequest(now: Int) {
        guard case .head = phase else { return }
        let seconds = hasBegun ? rules.times.headSeconds : rules.times.idleSeconds
        deadlines.phase = unsent == 0 ? now + seconds * 1000 : nil
    }

    private mutating func close() {
        phase = .closed
        deadlines.clear()
    }
}
