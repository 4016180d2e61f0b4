import TestSupport
import Testing

@testable import Wire

/// Reads one head from text; `~` stands for CR LF.
private func read(_ text: String, _ limits: Limits = Limits()) throws(RequestError) -> Reading<Head> {
    try readHead(octetsOfText(text).span, limits: limits)
}

private func head(_ text: String) throws -> Head {
    guard case .complete(let head, _) = try read(text) else {
        Issue.record("incomplete: \(text)")
        throw RequestError.cutShort
    }
    return head
}

@Suite("a request head")
struct HeadReaderTests {
    @Test("gives method, raw path, raw query and version")
    func requestLine() throws {
        let head = try head("PATCH /r/a%20b//c?x=%41&y HTTP/1.1~Host: h~~")
        #expect(head.method == .patch)
        #expect(head.path == octetsOfText("/r/a%20b//c")[...])
        #expect(head.query == octetsOfText("x=%41&y")[...])
        #expect(head.version == .http11)
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
            ("Content-Length: 0000000000000000017~", .length(17)), ("Transfer-Encoding: chunked~", .chunked),
            ("transfer-encoding:\t CHUNKED\t ~", .chunked),
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

    @Test("is refused as soon as no further byte could mend it")
    func early() {
        for text in ["G\0", "\u{16}\u{3}\u{1}", "GET / HTTP/1.1\n", "GET / HTTP/1.1~X: a\rb", "~~~", "GET /~"] {
            #expect(throws: RequestError.self, "\(text.debugDescription)") { try read(text) }
        }
    }

    @Test("is read within each limit that it fits, and refused by each that it does not", arguments: goodHeads)
    func everyLimit(text: String) {
        let bytes = octetsOfText(text)
        let start = bytes.prefix { $0 == Octet.cr || $0 == Octet.lf }.count
        let line = bytes[start...].prefix { $0 != Octet.cr }.count
        for limit in 0...(bytes.count + 2) {
            var head = Limits()
            head.headBytes = limit
            var requestLine = Limits()
            requestLine.requestLineBytes = limit
            for (limits, fits) in [(head, bytes.count <= limit), (requestLine, line <= limit)] {
                switch HeadOutcome(bytes, limits: limits) {
                case .complete: #expect(fits, "\(limit)")
                case .refused(let error): #expect(!fits && [414, 431].contains(error.status), "\(limit)")
                case .incomplete: Issue.record("incomplete at \(limit)")
                }
            }
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
        // The next line would begin at the limit.
        #expect(throws: RequestError.headTooLarge(limit: 60)) {
            try read(full + String(repeating: "a", count: 30) + "~", limits)
        }
        #expect(throws: RequestError.tooManyFields(limit: 2)) { try read("GET / HTTP/1.1~Host: h~A:~B:~~", limits) }
    }

    @Test("is refused as soon as it fills its limit, whatever fills it and however long its parts may be")
    func everyFilling() throws {
        for headBytes in 30...80 {
            for lineBytes in [10, headBytes - 2, headBytes, 8192] {
                var limits = Limits()
                (limits.headBytes, limits.requestLineBytes) = (headBytes, lineBytes)
                for text in [
                    "GET /\(String(repeating: "a", count: 100))",
                    "GET / HTTP/1.1~A: \(String(repeating: "a", count: 100))",
                ] {
                    // With any line end within, and without one.
                    for cut in 15...headBytes {
                        let octets =
                            octetsOfText(text).prefix(cut) + [13, 10] + octetsOfText("B: b~C: c~D: d~").prefix(100)
                        let filled = Array(octets.prefix(headBytes))
                        guard filled.count == headBytes, !filled.contains(where: { $0 == 0 }) else { continue }
                        #expect(throws: RequestError.self, "\(headBytes) \(lineBytes) \(cut)") {
                            _ = try readHead(filled.span, limits: limits)
                        }
                    }
                }
            }
        }
    }
}
