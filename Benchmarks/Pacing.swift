import Glibc
import TestSupport

/// Requests at a constant rate, whether the server keeps up or not. A wait counts from when its request was due: a server
/// that stalls delays all that come meanwhile, and a client that waited for it before asking again would not notice.
struct Pacing {
    /// How long each answer took, in milliseconds.
    let waits: Spread
    let answers: Int
    let errors: Int

    /// - Parameters:
    ///   - requests: sent in turn, each to be answered by 302 without a body.
    ///   - core: where this thread is to run alone; it does nothing but send and look for answers.
    static func run(
        port: Int, _ requests: [[UInt8]], perSecond: Double, seconds: Int, connections: Int, core: Int
    ) throws -> Pacing {
        let usual = try moveThisThread(toCores: "\(core)")
        defer { _ = try? moveThisThread(toCores: usual) }
        let clients = try (0..<connections).map { _ in try PacedClient(port: port) }
        var pace = Pace(clients: clients, requests: requests, perSecond: perSecond, seconds: seconds)
        while pace.isUnfinished {
            try pace.sendWhatIsDue()
            try pace.takeAnswers()
        }
        guard !pace.waits.isEmpty else { throw BenchError("no answer was a redirect") }
        return Pacing(waits: Spread(pace.waits), answers: pace.waits.count, errors: pace.errors)
    }
}

/// A run, while it lasts.
private struct Pace {
    /// How long the last answers may take.
    private static let patience = Duration.seconds(30)

    private let clients: [PacedClient]
    private let requests: [[UInt8]]
    private let perSecond: Double
    private let total: Int
    private let start = ContinuousClock.now
    private let deadline: ContinuousClock.Instant
    private var sent = 0
    /// The places of clients without a request.
    private var idle: [Int]
    /// For each client; those without a request have no descriptor in it.
    private var questions: [pollfd]
    private(set) var waits: [Double] = []
    private(set) var errors = 0

    init(clients: [PacedClient], requests: [[UInt8]], perSecond: Double, seconds: Int) {
        self.clients = clients
        self.requests = requests
        self.perSecond = perSecond
        total = Int(perSecond * Double(seconds))
        deadline = start + .seconds(seconds) + Self.patience
        idle = Array(clients.indices)
        questions = clients.map { _ in pollfd(fd: -1, events: Int16(POLLIN), revents: 0) }
        waits.reserveCapacity(total)
    }

    var isUnfinished: Bool { waits.count + errors < total }

    /// Where all clients wait for an answer, what is due waits with them, and its time runs.
    mutating func sendWhatIsDue() throws {
        let now = ContinuousClock.now
        guard now < deadline else {
            throw BenchError("\(total - waits.count - errors) of \(total) answers did not come")
        }
        let due = min(total, Int((now - start) / .seconds(1) * perSecond) + 1)
        while sent < due, let place = idle.popLast() {
            clients[place].dueAt = start + .seconds(1) * (Double(sent) / perSecond)
            try clients[place].send(requests[sent % requests.count])
            questions[place].fd = clients[place].descriptor
            sent += 1
        }
    }

    mutating func takeAnswers() throws {
        guard poll(&questions, nfds_t(questions.count), 0) > 0 else { return }
        for place in questions.indices where questions[place].revents != 0 {
            guard let isRight = try clients[place].receive() else { continue }
            if isRight {
                waits.append((ContinuousClock.now - clients[place].dueAt) / .milliseconds(1))
            } else {
                errors += 1
            }
            questions[place].fd = -1
            idle.append(place)
        }
    }
}

/// One connection, with one request at a time on it.
private final class PacedClient {
    private static let start = Array("HTTP/1.1 302".utf8)
    private static let end = Array("\r\n\r\n".utf8)

    let descriptor: Int32
    var dueAt = ContinuousClock.now
    private var unread: [UInt8] = []
    private var buffer = [UInt8](repeating: 0, count: 4096)

    init(port: Int) throws {
        descriptor = try connectToLoopback(port: port, patienceSeconds: 10)
    }

    deinit { close(descriptor) }

    func send(_ request: [UInt8]) throws {
        let count = Glibc.send(descriptor, request, request.count, Int32(MSG_NOSIGNAL))
        guard count == request.count else { throw BenchError("a request was not sent whole") }
    }

    /// - Returns: whether the answer was a redirect; nil while there is more to come of it.
    func receive() throws -> Bool? {
        let count = recv(descriptor, &buffer, buffer.count, Int32(MSG_DONTWAIT))
        if count < 0, errno == EAGAIN { return nil }
        guard count > 0 else { throw BenchError("the server closed a connection with a request on it") }
        unread.append(contentsOf: buffer[..<count])
        guard unread.suffix(Self.end.count) == Self.end[...] else { return nil }
        defer { unread.removeAll(keepingCapacity: true) }
        return unread.starts(with: Self.start)
    }
}

/// By taskset, as for all others: Glibc's module lacks sched_setaffinity. Called by the first thread, whose number is the
/// process's.
/// - Parameter cores: such as `0,1`.
/// - Returns: where it ran before.
private func moveThisThread(toCores cores: String) throws -> String {
    let output = try SystemProgram.run(["taskset", "--cpu-list", "--pid", cores, "\(getpid())"])
    guard let before = output.firstMatch(of: /current affinity list: ([0-9,-]+)/)?.1 else {
        throw BenchError("taskset said: \(output)")
    }
    return String(before)
}
