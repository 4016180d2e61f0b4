import Wire

/// What one connection does next. The reactor asks with `next` until it says `.wait`, and tells what came of it.
enum Action: Sendable {
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
        case body(Head, BodyReader)
        case handling
        case refusing(RequestError)  // not answered yet
        case closing(lingers: Bool)  // the last answer is given, but not all of it is written
        case lingering
        case closed
    }

    /// Answers that wait for the client to take them. While there are more, no new request is begun.
    static let unsentBytes = 64 * 1024
    /// What is read and dropped after a last answer.
    static let lingerBytes = 4 * 1024 * 1024

    let peer: Peer
    private let limits: Limits
    private let times: HTTPServer.Times

    private var phase = Phase.head
    private var input = InputBuffer()
    /// Has anything new come that could complete a head? See `readHead`.
    private var isWorthReading = false
    private var readBytes = 0  // `input.count` when the head was last tried
    private var hasBegun = false  // a byte of the next request has come
    private var hasEnded = false  // the client sends no more
    private var isDraining = false
    private var dropped = 0

    /// The head of the request that is being received or handled.
    private(set) var head: Head?

    private var unsent = 0
    private var sentSinceMark = 0
    private var phaseDeadline: Int?
    private var writeDeadline: Int?

    init(peer: Peer, limits: Limits, times: HTTPServer.Times, now: Int) {
        self.peer = peer
        self.limits = limits
        self.times = times
        phaseDeadline = now + times.headSeconds * 1000
    }

    /// When `expire` is to be called, if nothing happens before.
    var deadline: Int? {
        guard let phaseDeadline else { return writeDeadline }
        return min(phaseDeadline, writeDeadline ?? phaseDeadline)
    }

    /// How many bytes may be read from the client now; 0 means to leave them in the kernel, which slows the client.
    var room: Int {
        guard !hasEnded else { return 0 }
        switch phase {
        case .head, .handling, .refusing: return max(0, limits.headBytes - input.count)
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
        case .head, .body, .handling, .refusing:
            if input.append(bytes) { isWorthReading = true }
            begin(at: now)
        }
    }

    /// The client has sent all it will; it may still read.
    mutating func receiveEnd() {
        hasEnded = true
        isWorthReading = true
    }

    /// No more requests are wanted than those whose bytes have come.
    mutating func drain() {
        isDraining = true
    }

    /// The request in hand, or the refusal, is answered now.
    /// - Returns: what its head is to say; the caller writes it and calls `queued`.
    mutating func answer(now: Int) -> ResponseShape {
        var isRefusal = false
        if case .refusing = phase { isRefusal = true }
        let isLast = input.isEmpty && (isDraining || hasEnded)
        let shape = ResponseShape(
            isHead: head?.method == .head,
            version: head?.version ?? .http11,
            persists: !isRefusal && head?.isPersistent == true && !isLast)
        if shape.persists {
            phase = .head
            hasBegun = false
            isWorthReading = true
            readBytes = 0
            phaseDeadline = now + times.idleSeconds * 1000
            begin(at: now)
        } else {
            // A client that asked for the end and has sent nothing more sees a plain close. Others may be sending
            // right now, and a close would turn into a reset that takes the answer with it.
            let isAsked = !isRefusal && head?.isPersistent == false && input.isEmpty
            phase = .closing(lingers: !isAsked)
            dropped = input.count
            input.removeAll()
            phaseDeadline = nil
        }
        head = nil
        return shape
    }

    /// So many bytes of answers now wait to be written.
    mutating func queued(_ bytes: Int, now: Int) {
        unsent += bytes
        if writeDeadline == nil, unsent > 0 { mark(at: now) }
    }

    /// The client took so many of them.
    mutating func sent(_ bytes: Int, now: Int) {
        unsent -= bytes
        sentSinceMark += bytes
        if unsent == 0 {
            writeDeadline = nil
            sentSinceMark = 0
        } else if sentSinceMark >= Self.unsentBytes {
            mark(at: now)
        }
    }

    /// A deadline may have passed.
    mutating func expire(now: Int) {
        if let writeDeadline, now >= writeDeadline {
            close()
        } else if let phaseDeadline, now >= phaseDeadline {
            switch phase {
            case .head where hasBegun: phase = .refusing(.headTimeout(seconds: times.headSeconds))
            case .body: phase = .refusing(.bodyTimeout(seconds: times.bodySeconds))
            case .head, .lingering: close()
            case .handling, .refusing, .closing, .closed: break
            }
            self.phaseDeadline = nil
        }
    }

    // MARK: What is to be done

    mutating func next(now: Int) -> Action {
        do {
            switch phase {
            case .head: return try readHead(now: now)
            case .body(let head, let reader):
                phase = .handling  // so that the reader's bytes are not copied
                return try readBody(head, reader)
            case .handling: return .wait
            case .refusing(let error): return .refuse(error)
            case .closing(let lingers): return finish(lingers: lingers, now: now)
            case .lingering:
                if hasEnded || dropped >= Self.lingerBytes { close() } else { return .wait }
                return .close
            case .closed: return .close
            }
        } catch {
            phase = .refusing(error)
            phaseDeadline = nil
            return .refuse(error)
        }
    }

    private mutating func readHead(now: Int) throws(RequestError) -> Action {
        guard unsent <= Self.unsentBytes else { return .wait }
        // A head is read from its start each time, so only when a line has ended, the bytes have doubled or no more
        // fit. Else each of many small packets would cost a reading of all before it.
        let isDue = isWorthReading || input.count >= 2 * readBytes || input.count >= limits.headBytes
        if !input.isEmpty, isDue {
            isWorthReading = false
            readBytes = input.count
            if case .complete(let head, let length) = try input.readHead(limits: limits) {
                input.consume(length)
                self.head = head
                if head.framing == .none {
                    phase = .handling
                    phaseDeadline = nil
                    return .handle(Request(head, body: [], peer: peer))
                }
                phaseDeadline = now + times.bodySeconds * 1000
                let waitsForContinue = head.expectsContinue && input.isEmpty && !hasEnded
                phase = .body(head, BodyReader(head, limits: limits))
                return waitsForContinue ? .sendContinue : next(now: now)
            }
        }
        if hasBegun {
            if hasEnded { throw .cutShort }
        } else if hasEnded || isDraining {
            phase = .closing(lingers: false)
            return next(now: now)
        }
        return .wait
    }

    private mutating func readBody(_ head: Head, _ reader: BodyReader) throws(RequestError) -> Action {
        var reader = reader
        try input.move(to: &reader)
        if reader.isDone {
            phaseDeadline = nil
            return .handle(Request(head, body: try reader.decoded(), peer: peer))
        }
        guard !hasEnded else { throw .cutShort }
        phase = .body(head, reader)
        return .wait
    }

    private mutating func finish(lingers: Bool, now: Int) -> Action {
        guard unsent == 0 else { return .wait }
        guard lingers, !hasEnded else {
            close()
            return .close
        }
        phase = .lingering
        phaseDeadline = now + times.lingerSeconds * 1000
        return .endOutput
    }

    /// A byte of the next request may have come, which starts the head's time.
    private mutating func begin(at now: Int) {
        guard case .head = phase, !hasBegun, !input.hasOnlyLineEnds else { return }
        hasBegun = true
        phaseDeadline = now + times.headSeconds * 1000
    }

    private mutating func mark(at now: Int) {
        sentSinceMark = 0
        writeDeadline = now + times.writeSeconds * 1000
    }

    private mutating func close() {
        phase = .closed
        phaseDeadline = nil
        writeDeadline = nil
    }
}
