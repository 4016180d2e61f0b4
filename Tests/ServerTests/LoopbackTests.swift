import Dispatch
import Logging
import Synchronization
import TestSupport
import Testing
import Wire

@testable import Server

/// An answer that is known already.
private final class Prepared: PendingAnswer {
    private let status: Int
    private let body: [UInt8]

    init(_ status: Int, _ body: [UInt8] = []) {
        self.status = status
        self.body = body
    }

    func response(isLate: Bool) -> Response {
        Response(status: status, body: body)
    }
}

/// Answers with what a test asks for in the path.
private final class Echo: RequestHandler {
    let other = DispatchQueue(label: "test.other")
    /// Requests for `/held`, until `release`.
    let held = Mutex<[any Exchange]>([])
    let isHeld = DispatchSemaphore(value: 0)
    /// Requests for `/together`, until the end of a turn.
    private let pending = Mutex<[any Exchange]>([])

    func handle(_ request: Request, _ exchange: any Exchange) {
        let plain: @Sendable () -> Response = {
            Response(status: 200, body: request.path + [UInt8(ascii: " ")] + request.body)
        }
        switch request.pathSegments?.first {
        case "thread": other.async { exchange.answer(plain) }
        case "twice":
            exchange.answer(plain)
            exchange.answer(Response(status: 500))
            exchange.answer(with: Prepared(500), after: 0)
        case "late": exchange.answer(with: Prepared(503), after: 20)
        case "in-time":
            exchange.answer(with: Prepared(503), after: 60_000)
            other.async { exchange.answer(plain) }
        case "race":
            exchange.answer(with: Prepared(200, plain().body), after: 1)
            other.asyncAfter(deadline: .now() + .milliseconds(1)) { exchange.answer(plain) }
        case "together":
            pending.withLock { $0.append(exchange) }
        case "forgotten": break
        case "held":
            held.withLock { $0.append(exchange) }
            isHeld.signal()
        case "big":
            let count = Int(request.queryItems?.first?.value ?? "") ?? 0
            exchange.answer(Response(status: 200, body: Self.pattern(count)))
        case "text":
            let body = [UInt8](repeating: UInt8(ascii: "t"), count: Int(request.queryItems?.first?.value ?? "") ?? 0)
            exchange.answer(Response(status: 200, fields: [("Content-Type", "text/plain")], body: body))
        case "empty": exchange.answer(Response(status: 204))
        default: exchange.answer(plain)
        }
    }

    func endTurn() {
        let exchanges = pending.withLock { pending in
            defer { pending = [] }
            return pending
        }
        guard !exchanges.isEmpty else { return }
        other.async {
            let answer = Prepared(200, Array("together".utf8))
            for exchange in exchanges { exchange.answer(with: answer) }
            for exchange in exchanges { exchange.send() }
        }
    }

    func answerAtOnce(_ request: Request) -> PreparedAnswer? {
        guard request.path.elementsEqual("/at-once".utf8) else { return nil }
        return PreparedAnswer(Response(status: 200, body: Array("at once".utf8)))
    }

    func consider(_ request: Request, _ admission: any Admission) {
        switch request.pathSegments?.first {
        case "unwanted": admission.answer { Response(status: 401) }
        case "considered": other.async { admission.admit() }
        case "ignored": admission.ignore()
        case "ignored-later": other.async { admission.ignore() }
        case "unwanted-later": other.async { admission.answer { Response(status: 403) } }
        default: admission.admit()
        }
    }

    func refuse(_ error: RequestError, _ id: RequestID) -> Response {
        Response(status: error.status, body: Array("refused".utf8))
    }

    func release() {
        let exchanges = held.withLock { held in
            defer { held = [] }
            return held
        }
        for exchange in exchanges { exchange.answer(Response(status: 200, body: Array("released".utf8))) }
    }

    static func pattern(_ length: Int) -> [UInt8] {
        (0..<length).map { UInt8(truncatingIfNeeded: $0 &* 7 &+ $0 >> 8) }
    }
}

/// A running server; drained when the test is over.
private final class Running {
    let handler = Echo()
    let server: HTTPServer
    let port: Int

    init(_ change: (inout HTTPServer.Configuration) -> Void = { _ in }) throws {
        var configuration = HTTPServer.Configuration(listen: [ListenAddress(host: "127.0.0.1", port: 0)])
        configuration.reactors = 2
        configuration.drainSeconds = 5
        change(&configuration)
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        server = HTTPServer(configuration: configuration, handler: handler, logger: logger)
        port = try server.start()[0].port
    }

    deinit { server.drain {} }

    func client() throws -> LoopbackClient { try LoopbackClient(port: port) }

    /// A client that is served, once the server has seen that another is gone: until then it is told 503.
    func servedClient() throws -> LoopbackClient {
        while true {
            let client = try client()
            try client.send(get("/a"))
            if try client.readAnswer().status == 200 { return client }
        }
    }

    func get(_ path: String, _ fields: String = "") -> String { "GET \(path) HTTP/1.1~Host: h~\(fields)~" }
}

@Suite("a server on the loopback interface", .timeLimit(.minutes(1)))
struct LoopbackTests {
    @Test("answers many requests on one connection")
    func keepAlive() throws {
        let running = try Running()
        let client = try running.client()
        for number in 0..<50 {
            try client.send(running.get("/\(number)"))
            #expect(try client.readAnswer().text == "/\(number) ")
        }
        #expect(running.server.statistics.requests == 50)
        #expect(running.server.statistics.responses[2] == 50)
        #expect(running.server.statistics.acceptedConnections == 1)
    }

    @Test("answers pipelined requests in their order, also when others are quicker")
    func pipelining() throws {
        let running = try Running()
        let client = try running.client()
        let paths = (0..<200).map { $0 % 3 == 0 ? "/thread/\($0)" : $0 % 50 == 1 ? "/race/\($0)" : "/\($0)" }
        try client.send(paths.map { running.get($0) }.joined())
        for path in paths { #expect(try client.readAnswer().text == "\(path) ") }
    }

    @Test("reads a chunked body sent in pieces, after it was asked for it")
    func chunked() throws {
        let running = try Running()
        let client = try running.client()
        try client.send("POST /c HTTP/1.1~Host: h~Transfer-Encoding: chunked~Expect: 100-continue~~")
        #expect(try client.readAnswer().status == 100)
        for piece in ["5~he", "llo~", "1;x=y~!", "~0~", "~"] { try client.send(piece) }
        #expect(try client.readAnswer().text == "/c hello!")
    }

    @Test("reads a body as long as the limit, and refuses a longer one with an answer that arrives")
    func bodyLimit() throws {
        let running = try Running()
        let body = Echo.pattern(1024 * 1024)
        let client = try running.client()
        try client.send("POST / HTTP/1.1~Host: h~Content-Length: \(body.count)~~")
        try client.send(body)
        #expect(try client.readAnswer().body == Array("/ ".utf8) + body)
        try client.send("POST / HTTP/1.1~Host: h~Content-Length: \(body.count * 2)~~")
        try client.send(body + body)
        let answer = try client.readAnswer()
        #expect(answer.status == 413)
        #expect(answer.head.contains("Connection: close"))
        client.endOutput()
        #expect(try client.isAtEnd())
    }

    @Test("takes the first answer only")
    func twice() throws {
        let running = try Running()
        let client = try running.client()
        for path in ["/twice", "/in-time", "/twice/2"] {
            try client.send(running.get(path))
            #expect(try client.readAnswer().text == "\(path) ")
        }
    }

    @Test("gives a late answer at its moment when there is no other")
    func late() throws {
        let running = try Running()
        let client = try running.client()
        try client.send(running.get("/late"))
        let clock = ContinuousClock()
        let start = clock.now
        #expect(try client.readAnswer().status == 503)
        #expect(clock.now - start > .milliseconds(10))
        try client.send(running.get("/next"))
        #expect(try client.readAnswer().text == "/next ")
    }

    @Test("answers a request once, whoever wins the race against its deadline")
    func race() throws {
        let running = try Running()
        let client = try running.client()
        for number in 0..<200 {
            try client.send(running.get("/race/\(number)"))
            #expect(try client.readAnswer().text == "/race/\(number) ")
        }
    }

    @Test("closes the connection of a request that the handler forgot")
    func forgotten() throws {
        let running = try Running()
        let client = try running.client()
        try client.send(running.get("/forgotten"))
        #expect(try client.isAtEnd())
    }

    @Test("answers a client that has ended its side")
    func halfClose() throws {
        let running = try Running()
        let client = try running.client()
        try client.send(running.get("/thread") + running.get("/b"))
        client.endOutput()
        #expect(try client.readAnswer().text == "/thread ")
        #expect(try client.readAnswer().text == "/b ")
        #expect(try client.isAtEnd())
    }

    @Test("sends no body with the refusal of a HEAD", arguments: ["HEAD / HTTP/1.1~~", "HEAD * HTTP/1.1~Host: h~~"])
    func refusedHead(request: String) throws {
        let running = try Running()
        let client = try running.client()
        try client.send("~" + request)
        #expect(try client.readAnswer(isHead: true).status == 400)
        client.endOutput()
        #expect(try client.isAtEnd())
    }

    @Test("lets a refusal reach a client that sent more than is read and has ended its side")
    func refusalAfterTheEnd() throws {
        let running = try Running { $0.limits.headBytes = 1024 }
        for _ in 0..<50 {
            let client = try running.client()
            try client.send("GET / HTTP/1.1~Host: h~A: " + String(repeating: "a", count: 60_000))
            client.endOutput()
            #expect(try client.readAnswer().status == 431)
            #expect(try client.isAtEnd())
        }
    }

    @Test("sends a large answer to a client that reads slowly, whole, and then the next")
    func slowReader() throws {
        let running = try Running()
        let client = try LoopbackClient(port: running.port, receiveBuffer: 4096)
        let length = 3 * 1024 * 1024
        try client.send(running.get("/big?n=\(length)") + running.get("/after"))
        #expect(try client.readAnswer().body == Echo.pattern(length))
        #expect(try client.readAnswer().text == "/after ")
    }

    @Test("sends no body with HEAD and 204, and the next answer stays in its place")
    func noBody() throws {
        let running = try Running()
        let client = try running.client()
        try client.send("HEAD /x HTTP/1.1~Host: h~~" + running.get("/empty") + running.get("/y"))
        #expect(try client.readAnswer(isHead: true).head.contains("Content-Length: 3"))
        #expect(try client.readAnswer().status == 204)
        #expect(try client.readAnswer().text == "/y ")
    }

    @Test("sends what another thread hands over for many connections at once")
    func together() throws {
        let running = try Running()
        let clients = try (0..<20).map { _ in try running.client() }
        for round in 0..<10 {
            for client in clients { try client.send(running.get("/together/\(round)")) }
            for client in clients { #expect(try client.readAnswer().text == "together") }
        }
    }

    @Test("compresses text for who takes it, also a body so long that another thread does it")
    func compression() throws {
        let running = try Running()
        let client = try running.client()
        for length in [2000, 500_000] {
            try client.send(running.get("/text?n=\(length)", "Accept-Encoding: gzip~"))
            let answer = try client.readAnswer()
            #expect(answer.head.contains("Content-Encoding: gzip"))
            #expect(try gunzip(answer.body, limit: length).count == length)
            try client.send(running.get("/text?n=\(length)"))
            let plain = try client.readAnswer()
            #expect(plain.body.count == length)
            #expect(plain.head.contains("Vary: Accept-Encoding"))
        }
    }

    @Test("refuses a slow head with 408, and closes a silent connection without a word")
    func deadlines() throws {
        let running = try Running { $0.times.headSeconds = 1 }
        let (slow, silent) = (try running.client(), try running.client())
        try slow.send("GET / HT")
        let answer = try slow.readAnswer()
        #expect(answer.status == 408)
        #expect(try silent.isAtEnd())
    }

    @Test("tells connections beyond the limit so, and takes the next when one has closed")
    func maximumConnections() throws {
        let running = try Running { $0.quotas.connections = 2 }
        var clients = try (0..<2).map { _ in try running.client() }
        for client in clients {
            try client.send(running.get("/a"))
            #expect(try client.readAnswer().status == 200)
        }
        let third = try running.client()
        #expect(try third.readAnswer().status == 503)
        third.endOutput()
        #expect(try third.isAtEnd())
        clients.removeFirst()
        _ = try running.servedClient()
    }

    @Test("tells an address with too many connections so")
    func connectionsPerAddress() throws {
        let running = try Running { $0.quotas.connectionsPerAddress = 1 }
        let first = try running.client()
        try first.send(running.get("/a"))
        #expect(try first.readAnswer().status == 200)
        #expect(try running.client().readAnswer().status == 503)
        try first.send(running.get("/b"))
        #expect(try first.readAnswer().status == 200)
    }

    @Test("closes connections far beyond the limit without a word")
    func turnedAway() throws {
        let running = try Running { $0.quotas.connectionsPerAddress = 1 }
        let first = try running.client()
        try first.send(running.get("/a"))
        #expect(try first.readAnswer().status == 200)
        let told = try (0..<Population.toldBeyondOfAddress).map { _ in try running.client() }
        for client in told { #expect(try client.readAnswer().status == 503) }
        #expect(try running.client().isAtEnd())
        #expect(running.server.statistics.turnedAwayConnections == 1)
    }

    @Test("spreads connections evenly over its reactors", arguments: [2, 3])
    func evenness(reactors: Int) throws {
        let running = try Running { $0.reactors = reactors }
        let clients = try (0..<60).map { _ in try running.client() }
        for client in clients {
            try client.send(running.get("/a"))
            #expect(try client.readAnswer().status == 200)
        }
        let counts = running.server.connectionsOfReactors
        #expect(counts.reduce(0, +) == 60)
        #expect((counts.max() ?? 0) - (counts.min() ?? 0) <= Reactor.evenness + 1, "\(counts)")
    }

    @Test("answers what needs only memory at once")
    func atOnce() throws {
        let running = try Running()
        let client = try running.client()
        try client.send(running.get("/at-once") + running.get("/thread") + running.get("/at-once"))
        for text in ["at once", "/thread ", "at once"] { #expect(try client.readAnswer().text == text) }
    }

    @Test("asks for a body only when the handler wants it, whichever thread says so")
    func consideredBody() throws {
        let running = try Running()
        let expecting = "HTTP/1.1~Host: h~Content-Length: 2~Expect: 100-continue~~"
        for (path, status) in [("/unwanted", 401), ("/unwanted-later", 403)] {
            let client = try running.client()
            try client.send("POST \(path) \(expecting)")
            #expect(try client.readAnswer().status == status)
            client.endOutput()
            #expect(try client.isAtEnd())
        }
        for path in ["/ignored", "/ignored-later"] {
            let client = try running.client()
            try client.send("GET \(path) \(expecting)")
            #expect(try client.readAnswer().text == "\(path) ")
            try client.send("ab")
            client.endOutput()
            #expect(try client.isAtEnd())
        }
        let client = try running.client()
        for path in ["/considered", "/wanted"] {
            try client.send("POST \(path) \(expecting)")
            #expect(try client.readAnswer().status == 100)
            try client.send("ab")
            #expect(try client.readAnswer().text == "\(path) ab")
        }
    }

    @Test("names each request as the client does, or anew, also when it is refused")
    func requestIDs() throws {
        let running = try Running()
        let client = try running.client()
        try client.send(running.get("/a", "X-Request-Id: mine~") + running.get("/b") + running.get("/c") + "BAD~")
        let heads = try (0..<4).map { _ in try client.readAnswer().head }
        let names = heads.compactMap { head in
            head.split(separator: "\r\n").first { $0.hasPrefix("X-Request-Id: ") }.map { String($0.dropFirst(14)) }
        }
        #expect(names.count == 4)
        #expect(names.first == "mine")
        #expect(Set(names).count == 4)
    }

    @Test("says which address is in use")
    func addressInUse() throws {
        let running = try Running()
        #expect {
            _ = try Running { $0.listen = [ListenAddress(host: "127.0.0.1", port: running.port)] }
        } throws: {
            ($0 as? SocketError)?.isAddressInUse == true
        }
    }

    @Test("that drains answers what is in flight, closes what is idle, frees the port, then says so once")
    func drain() throws {
        let running = try Running()
        let (busy, idle) = (try running.client(), try running.client())
        try idle.send(running.get("/a"))
        _ = try idle.readAnswer()
        try busy.send(running.get("/held"))
        running.handler.isHeld.wait()
        let done = DispatchSemaphore(value: 0)
        running.server.drain { done.signal() }
        #expect(try idle.isAtEnd())
        #expect(done.wait(timeout: .now()) == .timedOut)
        running.handler.release()
        let answer = try busy.readAnswer()
        #expect(answer.text == "released")
        #expect(answer.head.contains("Connection: close"))
        #expect(try busy.isAtEnd())
        busy.endOutput()
        done.wait()
        #expect(done.wait(timeout: .now()) == .timedOut)
        #expect(throws: SocketFailure.self) { try running.client() }
        #expect(running.server.statistics.openConnections == 0)
        running.server.drain { done.signal() }
        done.wait()
    }

    @Test("that drains answers requests whose bytes had come, even on connections it had not accepted")
    func drainBacklog() throws {
        let running = try Running()
        let clients = try (0..<20).map { _ in try running.client() }
        for client in clients { try client.send(running.get("/a") + running.get("/b")) }
        running.server.drain {}
        for client in clients {
            #expect(try client.readAnswer().text == "/a ")
            #expect(try client.readAnswer().text == "/b ")
            #expect(try client.isAtEnd())
        }
    }

    @Test("that drains cuts off at its deadline what does not end")
    func drainDeadline() throws {
        let running = try Running { $0.drainSeconds = 0 }
        let client = try running.client()
        try client.send(running.get("/held"))
        running.handler.isHeld.wait()
        let done = DispatchSemaphore(value: 0)
        running.server.drain { done.signal() }
        done.wait()
        running.handler.release()
        #expect(try client.isAtEnd())
    }
}
