import Testing
import Wire

@testable import Server

/// One connection whose clock the test moves. `~` in text stands for CR LF.
private final class Line {
    var state: ConnectionState
    var now = 1_000_000
    var numbers = RequestNumbers(seed: 1)

    init(
        _ change: (inout Limits) -> Void = { _ in }, quotas: (inout HTTPServer.Quotas) -> Void = { _ in },
        refusal: RequestError? = nil
    ) {
        var limits = Limits()
        change(&limits)
        var changed = HTTPServer.Quotas()
        quotas(&changed)
        state = ConnectionState(
            peer: Peer(octets: []), Rules(limits: limits, quotas: changed), refusal: refusal, now: now)
    }

    func drain() {
        state.drain(now: now)
    }

    func admit() {
        state.admit(now: now)
    }

    func receive(_ text: String) {
        let bytes = text.utf8.flatMap { $0 == UInt8(ascii: "~") ? [13, 10] : [$0] }
        state.receive(bytes.span, now: now)
    }

    // #expect reads properties of copyable values only.
    var room: Int { state.room }
    var deadline: Int? { state.deadline }

    /// The next action in a word.
    func next() -> String {
        switch state.next(now: now, &numbers) {
        case .handle(let request):
            "handle \(String(decoding: request.path, as: UTF8.self)) \(String(decoding: request.body, as: UTF8.self))"
        case .consider(let request): "consider \(String(decoding: request.path, as: UTF8.self))"
        case .sendContinue: "continue"
        case .refuse(let error): "refuse \(error.status)"
        case .endOutput: "end output"
        case .close: "close"
        case .wait: "wait"
        }
    }

    /// Answers with `bytes` bytes. - Returns: whether another request may follow.
    func answer(_ bytes: Int = 100) -> Bool {
        let shape = state.answer(now: now)
        state.queued(bytes, now: now)
        return shape.persists
    }

    func sent(_ bytes: Int = 100) {
        state.sent(bytes, now: now)
    }

    func pass(seconds: Double) {
        now += Int(seconds * 1000)
        state.expire(now: now)
    }
}

private let get = "GET /1 HTTP/1.1~Host: h~~"
private let expecting = "POST /1 HTTP/1.1~Host: h~Content-Length: 2~Expect: 100-continue~~"

@Suite("a connection")
struct ConnectionStateTests {
    @Test("hands out a request once its last byte has come")
    func byteByByte() {
        let line = Line()
        for byte in "POST /1 HTTP/1.1~Host: h~Content-Length: 3~" {
            line.receive(String(byte))
            #expect(line.next() == "wait")
        }
        line.receive("~")
        #expect(line.next() == "consider /1")
        line.admit()
        for byte in "ab" {
            #expect(line.next() == "wait")
            line.receive(String(byte))
        }
        #expect(line.next() == "wait")
        line.receive("c")
        #expect(line.next() == "handle /1 abc")
        #expect(line.next() == "wait")
    }

    @Test("hands out pipelined requests one after the other")
    func pipelining() {
        let line = Line()
        line.receive(get + "POST /2 HTTP/1.1~Host: h~Transfer-Encoding: chunked~~2~ab~0~~GET /3 HTTP/1.1~Host: h~")
        #expect(line.next() == "handle /1 ")
        #expect(line.next() == "wait")
        #expect(line.answer())
        #expect(line.next() == "handle /2 ab")
        #expect(line.answer())
        #expect(line.next() == "wait")
        line.receive("~")
        #expect(line.next() == "handle /3 ")
    }

    @Test("begins no request while the client leaves its answers untaken")
    func backpressure() {
        let line = Line()
        line.receive(get + get)
        #expect(line.next() == "handle /1 ")
        #expect(line.answer(HTTPServer.Quotas().unsentBytes + 1))
        #expect(line.next() == "wait")
        line.sent(1)
        #expect(line.next() == "handle /1 ")
    }

    @Test("reads no further ahead than it may while a request is in hand")
    func room() {
        let line = Line(quotas: { $0.pipelinedBytes = 100 })
        line.receive(get)
        #expect(line.next() == "handle /1 ")
        line.receive(String(repeating: "x", count: 60))
        #expect(line.room == 40)
        line.receive(String(repeating: "x", count: 40))
        #expect(line.room == 0)
    }

    @Test(
        "ends after an answer as the client wishes",
        arguments: [
            ("GET / HTTP/1.1~Host: h~~", true), ("GET / HTTP/1.1~Host: h~Connection: close~~", false),
            ("GET / HTTP/1.0~~", false), ("GET / HTTP/1.0~Connection: keep-alive~~", true),
        ])
    func persistence(text: String, persists: Bool) {
        let line = Line()
        line.receive(text)
        #expect(line.next() == "handle / ")
        #expect(line.answer() == persists)
        #expect(line.next() == "wait")
        line.sent()
        #expect(line.next() == (persists ? "wait" : "end output"))
    }

    @Test("asks for a body that is wanted where the client waits for it")
    func expectation() {
        let line = Line()
        line.receive(expecting)
        #expect(line.next() == "consider /1")
        #expect(line.next() == "wait")
        line.admit()
        #expect(line.next() == "continue")
        #expect(line.next() == "wait")
        line.receive("ab")
        #expect(line.next() == "handle /1 ab")
    }

    @Test("asks for no body that has begun to come", arguments: [true, false])
    func needlessExpectation(isEarly: Bool) {
        let line = Line()
        line.receive(expecting + (isEarly ? "a" : ""))
        #expect(line.next() == "consider /1")
        if !isEarly { line.receive("a") }
        line.admit()
        #expect(line.next() == "wait")
        line.receive("b")
        #expect(line.next() == "handle /1 ab")
    }

    @Test("answers instead of asking for a body that is not wanted, and reads nothing after it")
    func unwantedBody() {
        let line = Line()
        line.receive(expecting)
        #expect(line.next() == "consider /1")
        #expect(!line.answer())
        line.sent()
        #expect(line.next() == "end output")
        line.receive("ab" + get)
        #expect(line.next() == "wait")
        line.state.receiveEnd()
        #expect(line.next() == "close")
    }

    @Test("does not ask the handler about a body that has come with its head")
    func wholeBody() {
        let line = Line()
        line.receive(expecting + "ab")
        #expect(line.next() == "handle /1 ab")
    }

    @Test("has no deadline while the handler considers, and gives the body its whole time after it")
    func considering() {
        let line = Line()
        line.receive(expecting)
        #expect(line.next() == "consider /1")
        #expect(line.deadline == nil)
        line.pass(seconds: 1000)
        line.admit()
        #expect(line.next() == "continue")
        #expect(line.deadline == line.now + 5000)
    }

    @Test("reads no further ahead than it may while the handler considers")
    func consideringRoom() {
        let line = Line(quotas: { $0.pipelinedBytes = 100 })
        line.receive("POST /1 HTTP/1.1~Host: h~Content-Length: 1000~~")
        #expect(line.next() == "consider /1")
        #expect(line.room == 100)
        line.receive(String(repeating: "x", count: 100))
        #expect(line.room == 0)
        line.admit()
        #expect(line.next() == "wait")
        #expect(line.room > 900)
    }

    @Test("is the last to serve after as many requests as it may have")
    func requestsPerConnection() {
        let line = Line(quotas: { $0.requestsPerConnection = 2 })
        line.receive(get + get + get)
        #expect(line.next() == "handle /1 ")
        #expect(line.answer())
        #expect(line.next() == "handle /1 ")
        #expect(!line.answer())
        line.sent(200)
        #expect(line.next() == "end output")
    }

    @Test("that is one too many is told so, and no more")
    func tooMany() {
        let line = Line(refusal: .tooManyConnections(limit: 1))
        #expect(line.next() == "refuse 503")
        line.receive(get)
        #expect(!line.answer())
        line.sent()
        #expect(line.next() == "end output")
        line.pass(seconds: 2)
        #expect(line.next() == "close")
    }

    @Test("refuses a body that is too long before it is sent")
    func tooLong() {
        let line = Line { $0.bodyBytes = 10 }
        line.receive("POST /1 HTTP/1.1~Host: h~Content-Length: 11~Expect: 100-continue~~")
        #expect(line.next() == "refuse 413")
    }

    @Test("refuses what is no request, says it is the last, and reads on for a while before it closes")
    func refusal() {
        let line = Line()
        line.receive("GARBAGE~")
        #expect(line.next() == "refuse 400")
        #expect(!line.answer())
        #expect(line.next() == "wait")
        line.sent()
        #expect(line.next() == "end output")
        #expect(line.next() == "wait")
        line.receive(get)
        #expect(line.next() == "wait")
        line.pass(seconds: 2)
        #expect(line.next() == "close")
    }

    @Test("stops reading after a refusal when too much comes")
    func lingerBytes() {
        let line = Line()
        line.receive("GARBAGE~")
        #expect(line.next() == "refuse 400")
        #expect(!line.answer())
        line.sent()
        #expect(line.next() == "end output")
        let megabyte = String(repeating: "x", count: 1024 * 1024)
        for _ in 0..<4 {
            #expect(line.next() == "wait")
            line.receive(megabyte)
        }
        #expect(line.next() == "close")
    }

    @Test("closes without a word when nothing was asked in time", arguments: ["", "~", "~~"])
    func silence(text: String) {
        let line = Line()
        line.receive(text)
        line.pass(seconds: 9.999)
        #expect(line.next() == "wait")
        line.pass(seconds: 0.001)
        #expect(line.next() == "close")
    }

    @Test("refuses a head that takes too long from its first byte on, however it drips")
    func slowHead() {
        let line = Line()
        line.pass(seconds: 9)
        line.receive("G")
        #expect(line.next() == "wait")
        line.pass(seconds: 9)
        line.receive("E")
        #expect(line.next() == "wait")
        #expect(line.deadline == line.now + 1000)
        line.pass(seconds: 1)
        #expect(line.next() == "refuse 408")
    }

    @Test("refuses a body that takes too long, however fast it comes")
    func longBody() {
        let line = Line()
        line.receive("POST /1 HTTP/1.1~Host: h~Content-Length: 1000000~~a")
        #expect(line.next() == "consider /1")
        line.admit()
        for _ in 0..<11 {
            line.receive(String(repeating: "x", count: 2500))
            line.pass(seconds: 5)
            #expect(line.next() == "wait")
        }
        line.receive(String(repeating: "x", count: 2500))
        line.pass(seconds: 5)
        #expect(line.next() == "refuse 408")
    }

    @Test(
        "refuses a body that comes too slowly, as soon as it does", arguments: [(2500, "wait"), (2499, "refuse 408")])
    func slowBody(bytes: Int, next: String) {
        let line = Line()
        line.receive("POST /1 HTTP/1.1~Host: h~Content-Length: 100000~~")
        #expect(line.next() == "consider /1")
        line.admit()
        line.pass(seconds: 4.999)
        line.receive(String(repeating: "x", count: bytes))
        #expect(line.next() == "wait")
        line.pass(seconds: 0.001)
        #expect(line.next() == next)
    }

    @Test("has no deadline of its own while the handler works, then waits for the next request")
    func idle() {
        let line = Line()
        line.receive(get)
        #expect(line.next() == "handle /1 ")
        #expect(line.deadline == nil)
        line.pass(seconds: 1000)
        #expect(line.answer())
        line.sent()
        #expect(line.next() == "wait")
        #expect(line.deadline != nil)
        line.pass(seconds: 74.999)
        #expect(line.next() == "wait")
        line.pass(seconds: 0.001)
        #expect(line.next() == "close")
    }

    @Test("drops a client that takes its answers too slowly, but not one that takes its time")
    func slowReader() {
        let line = Line()
        line.receive(get)
        #expect(line.next() == "handle /1 ")
        #expect(line.answer(200_000))
        line.pass(seconds: 29)
        line.sent(65_536)
        line.pass(seconds: 29)
        #expect(line.next() == "wait")
        line.sent(65_535)
        line.pass(seconds: 1)
        #expect(line.next() == "close")
    }

    @Test("is not idle while its client still takes an answer, and is so from then on")
    func slowButReading() {
        let line = Line()
        line.receive(get)
        #expect(line.next() == "handle /1 ")
        #expect(line.answer(1_000_000))
        for _ in 0..<10 {
            line.sent(65_536)
            line.pass(seconds: 29)
            #expect(line.next() == "wait")
        }
        line.sent(1_000_000 - 655_360)
        line.pass(seconds: 74.999)
        #expect(line.next() == "wait")
        line.pass(seconds: 0.001)
        #expect(line.next() == "close")
    }

    @Test("does not blame a client for a head that it has sent and nobody has read")
    func unreadHead() {
        let line = Line()
        line.receive(get + get)
        #expect(line.next() == "handle /1 ")
        #expect(line.answer(1_000_000))
        #expect(line.next() == "wait")
        line.pass(seconds: 29)
        #expect(line.next() == "wait")
        line.sent(1_000_000)
        #expect(line.next() == "handle /1 ")
    }

    @Test("has a deadline for a head again once the answers before it are taken")
    func headAfterAnswers() {
        let line = Line()
        line.receive(get + "GET /2")
        #expect(line.next() == "handle /1 ")
        #expect(line.answer(1_000_000))
        #expect(line.next() == "wait")
        line.sent(1_000_000)
        line.pass(seconds: 9.999)
        #expect(line.next() == "wait")
        line.pass(seconds: 0.001)
        #expect(line.next() == "refuse 408")
    }

    @Test("hands a request out without a body that means nothing to it, and ends with its answer")
    func ignoredBody() {
        let line = Line()
        line.receive("GET /1 HTTP/1.1~Host: h~Content-Length: 5~Expect: 100-continue~~")
        #expect(line.next() == "consider /1")
        line.state.ignoreBody()
        #expect(line.next() == "handle /1 ")
        line.receive("12345" + get)
        #expect(!line.answer())
        line.sent()
        #expect(line.next() == "end output")
        #expect(line.next() == "wait")
    }

    @Test("answers all that a client sent before it ended its side, then closes")
    func halfClose() {
        let line = Line()
        line.receive(get + get)
        line.state.receiveEnd()
        #expect(line.next() == "handle /1 ")
        #expect(line.answer())
        #expect(line.next() == "handle /1 ")
        #expect(!line.answer())
        line.sent(200)
        #expect(line.next() == "close")
    }

    @Test(
        "refuses a request that the client's end cuts short, and closes without one",
        arguments: ["G", "POST /1 HTTP/1.1~Host: h~Content-Length: 9~~a", get + "G"])
    func cutShort(text: String) {
        let line = Line()
        line.receive(text)
        line.state.receiveEnd()
        var next = line.next()
        if next == "handle /1 " {
            #expect(line.answer())
            next = line.next()
        }
        #expect(next == "refuse 400")
        let silent = Line()
        silent.state.receiveEnd()
        #expect(silent.next() == "close")
    }

    @Test("that drains closes at once when idle")
    func drainIdle() {
        let line = Line()
        line.receive(get)
        #expect(line.next() == "handle /1 ")
        #expect(line.answer())
        line.sent()
        #expect(line.next() == "wait")
        line.drain()
        #expect(line.next() == "close")
    }

    @Test("that drains waits a moment for the first request of a new client, and no longer", arguments: [true, false])
    func drainNew(asks: Bool) {
        let line = Line()
        line.drain()
        #expect(line.next() == "wait")
        line.pass(seconds: 0.999)
        if asks { line.receive(get) }
        #expect(line.next() == (asks ? "handle /1 " : "wait"))
        line.pass(seconds: 0.001)
        #expect(line.next() == (asks ? "wait" : "close"))
    }

    @Test("that drains still answers every request whose bytes have come, and says which is the last")
    func drainInFlight() {
        let line = Line()
        line.receive(get + get)
        #expect(line.next() == "handle /1 ")
        line.drain()
        #expect(line.answer())
        #expect(line.next() == "handle /1 ")
        #expect(!line.answer())
        line.sent(200)
        #expect(line.next() == "end output")
        line.state.receiveEnd()
        #expect(line.next() == "close")
    }

    @Test("reads a gzip body, and refuses one that is none")
    func gzipBody() {
        let body = gzip(Array("hello".utf8))
        var line = Line()
        line.receive("POST /1 HTTP/1.1~Host: h~Content-Encoding: gzip~Content-Length: \(body.count)~~")
        line.state.receive(body.span, now: line.now)
        #expect(line.next() == "handle /1 hello")

        line = Line()
        line.receive("POST /1 HTTP/1.1~Host: h~Content-Encoding: gzip~Content-Length: 5~~hello")
        #expect(line.next() == "refuse 400")
    }

    @Test("refuses a gzip bomb before it has all come")
    func bomb() {
        let line = Line { $0.decodedBodyBytes = 100_000 }
        let body = gzip([UInt8](repeating: 0, count: 1_000_000))
        line.receive("POST /1 HTTP/1.1~Host: h~Content-Encoding: gzip~Content-Length: \(body.count)~~")
        #expect(line.next() == "consider /1")
        line.admit()
        line.state.receive(body.span.extracting(0..<(body.count / 2)), now: line.now)
        #expect(line.next() == "refuse 413")
    }

    @Test("tells a HEAD's answer from others, even one refused for its body")
    func head() {
        let line = Line()
        line.receive("HEAD / HTTP/1.1~Host: h~Transfer-Encoding: chunked~~x")
        #expect(line.next() == "refuse 400")
        let shape = line.state.answer(now: line.now)
        #expect(shape.isHead)
    }
}
