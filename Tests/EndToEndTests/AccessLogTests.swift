import TestSupport
import Testing

@Suite("The access log")
struct AccessLogTests {
    /// The line of the request that has this name.
    private func line(of name: String, _ shop: Shop) throws -> String {
        try shop.server.command.errors.line(containing: "request=\(name)")
    }

    @Test("has a line for each answer: its name, method, path, status, size and time")
    func answered() throws {
        let shop = try Shop(["--access-log", "on"])
        _ = try shop.send("GET", "/healthz", ["X-Request-Id": "one"])
        _ = try shop.send("POST", "/v1/events", ["X-Request-Id": "two"], body: [])
        let one = try line(of: "one", shop)
        #expect(one.contains("event=access "))
        for part in ["method=GET", "path=/healthz", "status=200", "bytes=", "ms="] { #expect(one.contains(part)) }
        #expect(try line(of: "two", shop).contains("path=/v1/events request=two status=401"))
    }

    @Test("has a line for bytes that are no request")
    func refused() throws {
        let shop = try Shop(["--access-log", "on"])
        let client = try shop.server.connect()
        try client.send(octetsOfText("GARBAGE~~"))
        let reply = try client.receive()
        #expect(try line(of: reply[field: "X-Request-Id"] ?? "?", shop).contains("status=400"))
    }

    @Test("keeps queries, keys, long segments and addresses to itself")
    func privacy() throws {
        let shop = try Shop(["--access-log", "on", "--trusted-proxy", "127.0.0.1"])
        let fields = shop.keyed(["X-Request-Id": "last", "X-Forwarded-For": "192.0.2.77", "Cookie": "gv=cookie-value"])
        let segment = String(repeating: "hidden", count: 6)
        _ = try shop.send("GET", "/v1/codes/\(segment)?gv_click=token-value", fields)
        #expect(try line(of: "last", shop).contains("path=/v1/codes/... "))
        _ = try shop.send("GET", "/r/ASHA%3fgv_click=token-value", ["X-Request-Id": "escaped"])
        #expect(try line(of: "escaped", shop).contains("path=/r/... "))
        for secret in ["hidden", "token-value", "gv_click", "cookie-value", shop.key, "192.0.2.77"] {
            #expect(!shop.server.command.errors.soFar.contains(secret), "\(secret)")
        }
        #expect(!(try line(of: "last", shop)).contains("127.0.0.1"))
    }

    @Test("has every answer's line, also when the server ends right after it")
    func complete() throws {
        let shop = try Shop(["--access-log", "on"])
        let client = try shop.server.connect()
        let request = HTTPClient.head("GET", "/healthz", bodyCount: nil)
        try client.send(Array(repeatElement(request, count: 3000).joined()))
        for _ in 0..<3000 { #expect(try client.receive().status == 200) }
        try shop.server.terminate()
        let lines = shop.server.command.errors.all.split(separator: "\n")
        #expect(lines.count { $0.contains("event=access ") } == 3000)
    }

    @Test("is off by default")
    func off() throws {
        let shop = try Shop()
        _ = try shop.send("GET", "/healthz", ["X-Request-Id": "one"])
        try shop.server.terminate()
        #expect(!shop.server.command.errors.all.contains("event=access"))
    }
}
