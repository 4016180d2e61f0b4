import Testing

@testable import Wire

/// Reads one head from text; `~` stands for CR LF.
private func read(_ text: String, _ limits: Limits = Limits()) throws(RequestError) -> Reading<Head> {
    try readHead(octets(text).span, limits: limits)
}

private func head(_ text: String) throws -> Head {
    guard case .complete(let head, _) = try read(text) else {
        Issue.record("incomplete: \(text)")
        throw RequestError.cutShort
    }
    return head
}

func octets(_ text: String) -> [UInt8] {
    text.utf8.flatMap { $0 == UInt8(ascii: "~") ? [13, 10] : [$0] }
}

let heads = [
    "GET / HTTP/1.1~Host: shop.example~~",
    "POST /v1/events?dry_run=true HTTP/1.1~Host: [::1]:8080~Content-Length: 12~Content-Type: application/json~~",
    "PUT /x HTTP/1.0~~",
    "~~OPTIONS * HTTP/1.1~host:~Transfer-Encoding:\tChunked \t~Expect: 100-Continue~X-Empty:~~",
    "GET http://other.example:81?a=b HTTP/1.1~Host: shop.example~Connection: keep-alive , CLOSE~~",
]

@Suite("a request head")
struct HeadReaderTests {
    @Test("is incomplete at every shorter prefix, and complete with its length whatever follows", arguments: heads)
    func everyPrefix(text: String) throws {
        let bytes = octets(text)
        for length in 0..<bytes.count {
            guard case .incomplete = try readHead(bytes.span.extracting(0..<length)) else {
                Issue.record("complete at \(length) of \(bytes.count)")
                return
            }
        }
        for tail in [[], octets("GET"), [0, 255]] {
            let more = bytes + tail
            guard case .complete(_, let length) = try readHead(more.span) else {
                Issue.record("incomplete with a tail")
                return
            }
            #expect(length == bytes.count)
        }
    }

    @Test("gives method, raw path, raw query and version")
    func requestLine() throws {
        let head = try head("PATCH /r/a%20b//c?x=%41&y HTTP/1.1~Host: h~~")
        #expect(head.method == .patch)
        #expect(head.path == octets("/r/a%20b//c"))
        #expect(head.query == octets("x=%41&y"))
        #expect(head.version == .http11)
    }

    @Test("takes an absolute target apart, and its authority for the host")
    func absoluteForm() throws {
        let head = try head("GET HTTP://other.example:81?a=b HTTP/1.1~Host: shop.example~X: y~~")
        #expect(head.path == octets("/"))
        #expect(head.query == octets("a=b"))
        #expect(head.fields.text("host") == "other.example:81")
        #expect(head.fields.text("x") == "y")
    }

    @Test("finds fields in any case, trims their values and joins repeated ones")
    func fields() throws {
        let head = try head("GET / HTTP/1.1~HOST: h~x-A: \t 1 2 \t~X-a:3~Cookie: a=1~cookie: b=2~~")
        #expect(head.fields.text("X-A") == "1 2, 3")
        #expect(head.fields.text("cookie") == "a=1; b=2")
        #expect(head.fields.text("x-b") == nil)
    }

    @Test(
        "may be followed by another request as its version and Connection say",
        arguments: [
            ("1.1", "", true), ("1.1", "Connection: close~", false), ("1.1", "Connection: x, close~", false),
            ("1.0", "", false), ("1.0", "Connection: Keep-Alive~", true),
            ("1.0", "Connection: keep-alive, close~", false), ("1.7", "", true),
        ])
    func persistence(version: String, field: String, isPersistent: Bool) throws {
        #expect(try head("GET / HTTP/\(version)~Host: h~\(field)~").isPersistent == isPersistent)
    }

    @Test(
        "says how its body ends",
        arguments: [
            ("", Framing.none), ("Content-Length: 0~", .none), ("Content-Length: 0017~", .length(17)),
            ("Transfer-Encoding: chunked~", .chunked), ("Transfer-Encoding: , CHUNKED,~", .chunked),
        ])
    func framing(field: String, framing: Framing) throws {
        #expect(try head("POST / HTTP/1.1~Host: h~\(field)~").framing == framing)
    }

    @Test("of HTTP/1.0 expects no 100, whatever it says")
    func oldExpectation() throws {
        #expect(try !head("POST / HTTP/1.0~Content-Length: 1~Expect: 100-continue~~").expectsContinue)
        #expect(try head("POST / HTTP/1.1~Host: h~Content-Length: 1~Expect: 100-continue~~").expectsContinue)
        #expect(try !head("POST / HTTP/1.1~Host: h~Expect: 100-continue~~").expectsContinue)
    }

    @Test("that can be read in two ways, or in none, is refused", arguments: malformedHeads)
    func malformed(text: String, status: Int) {
        #expect {
            try read(text)
        } throws: {
            ($0 as? RequestError)?.status == status
        }
    }

    @Test("is refused as soon as no further byte could mend it")
    func early() {
        for text in ["G\0", "\u{16}\u{3}\u{1}", "GET / HTTP/1.1\n", "GET / HTTP/1.1~X: a\rb", "~~~", "GET /~"] {
            #expect(throws: RequestError.self, "\(text.debugDescription)") { try read(text) }
        }
    }

    @Test("is refused at the first byte beyond a limit, and not before")
    func limits() throws {
        var limits = Limits()
        limits.requestLineBytes = 20
        limits.headBytes = 60
        limits.fieldCount = 2
        #expect(throws: Never.self) { try read("GET /2345 HTTP/1.1", limits) }
        #expect(throws: Never.self) { try read("GET /234567 HTTP/1.1~", limits) }
        #expect(throws: RequestError.requestLineTooLong(limit: 20)) { try read("GET /2345678 HTTP/1.1", limits) }

        let full = "GET / HTTP/1.1~Host: h~X: "  // 28 bytes
        #expect(throws: Never.self) { try read(full + String(repeating: "a", count: 28) + "~~", limits) }
        #expect(throws: Never.self) { try read(full + String(repeating: "a", count: 30), limits) }
        #expect(throws: RequestError.headTooLarge(limit: 60)) {
            try read(full + String(repeating: "a", count: 29) + "~~", limits)
        }
        #expect(throws: RequestError.headTooLarge(limit: 60)) {
            try read(full + String(repeating: "a", count: 31), limits)
        }
        #expect(throws: RequestError.tooManyFields(limit: 2)) { try read("GET / HTTP/1.1~Host: h~A:~B:~~", limits) }
    }

    @Test("of random bytes, or with random changes, is never read beyond its end nor stops the process")
    func noise() {
        for seed in 1...3000 as ClosedRange<UInt64> {
            var random = Seed(seed)
            var bytes = octets(heads[Int(seed) % heads.count])
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                let at = Int.random(in: 0..<bytes.count, using: &random)
                switch Int.random(in: 0..<3, using: &random) {
                case 0: bytes[at] = UInt8.random(in: 0...255, using: &random)
                case 1: bytes.remove(at: at)
                default: bytes.insert(bytes[Int.random(in: 0..<bytes.count, using: &random)], at: at)
                }
            }
            if case .complete(_, let length)? = try? readHead(bytes.span) {
                #expect(length <= bytes.count, "seed \(seed)")
            }
        }
    }
}

/// A small generator that replays.
struct Seed: RandomNumberGenerator {
    private var state: UInt64

    init(_ number: UInt64) { state = number }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = (state ^ state >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return mixed ^ mixed >> 31
    }
}
