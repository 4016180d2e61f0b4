/// The moments at which a connection has taken too long; in milliseconds, nil where nothing is waited for.
struct Deadlines: Sendable {
    /// Of the present phase: the idle time, the head, the body, the reading on after a last answer.
    var phase: Int?
    /// Of the present piece of a body, whose bytes must come at a least speed.
    private(set) var pace: Int?
    /// Of the present piece of the answers that wait.
    private(set) var write: Int?

    /// What a client has to take before its time for it begins anew.
    static let writePieceBytes = 64 * 1024

    private var receivedInPiece = 0
    private var sentInPiece = 0

    /// When to look again, if nothing happens before.
    var next: Int? {
        guard pace != nil || write != nil else { return phase }
        return [phase, pace, write].lazy.compactMap { $0 }.min()
    }

    mutating func clear() {
        (phase, pace, write) = (nil, nil, nil)
    }

    // MARK: A body

    mutating func beginBody(_ times: HTTPServer.Times, now: Int) {
        phase = now + times.bodySeconds * 1000
        beginPiece(times, now: now)
    }

    mutating func received(_ bytes: Int) {
        receivedInPiece += bytes
    }

    /// The body is whole, or given up.
    mutating func endBody() {
        (phase, pace) = (nil, nil)
    }

    /// Looks at the speed when a piece's time is up, and begins the next piece.
    /// - Returns: false when too little has come.
    mutating func keepsPace(_ times: HTTPServer.Times, now: Int) -> Bool {
        guard let pace, now >= pace else { return true }
        guard receivedInPiece >= times.bodyBytesPerSecond * times.bodyRateSeconds else { return false }
        beginPiece(times, now: now)
        return true
    }

    private mutating func beginPiece(_ times: HTTPServer.Times, now: Int) {
        receivedInPiece = 0
        pace = times.bodyBytesPerSecond > 0 ? now + times.bodyRateSeconds * 1000 : nil
    }

    // MARK: Answers

    /// Answers wait to be written.
    mutating func queued(_ times: HTTPServer.Times, now: Int) {
        if write == nil { write = now + times.writeSeconds * 1000 }
    }

    /// - Parameters:
    ///   - bytes: what the client has taken.
    ///   - unsent: what still waits.
    mutating func sent(_ bytes: Int, unsent: Int, _ times: HTTPServer.Times, now: Int) {
        sentInPiece += bytes
        if unsent == 0 {
            write = nil
            sentInPiece = 0
        } else if sentInPiece >= Self.writePieceBytes {
            write = now + times.writeSeconds * 1000
            sentInPiece = 0
        }
    }
}
