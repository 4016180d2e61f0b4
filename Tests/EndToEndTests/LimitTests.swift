import TestSupport
import Testing
import Wire

@Suite("Limits on clients, each by its flag")
struct LimitTests {
    private func text(_ text: String) -> [UInt8] { octetsOfText(text) }

    @Test(
        "of a request's parts are refused beyond them, and the connection closed",
        arguments: [
            ("--max-request-line-bytes", "64", "GET /\(String(repeating: "a", count: 60)) HTTP/1.1~Host: h~~", 414),
            ("--max-head-bytes", "1024", "GET / HTTP/1.1~Host: h~A: \(String(repeating: "a", count: 1024))~~", 431),
            ("--max-fields", "2", "GET / HTTP/1.1~Host: h~A: a~B: b~~", 431),
            ("--max-body-bytes", "1024", "POST /v1/events HTTP/1.1~Host: h~Content-Length: 1025~~", 413),
        ])
    func parts(flag: String, value: String, request: String, status: Int) throws {
        let shop = try Shop([flag, value])
        let client = try shop.server.connect()
        try client.send(text(request))
        let reply = try client.receive()
        #expect(reply.status == status)
        #expect(reply[field: "Connection"] == "close")
        #expect(reply.json["detail"].string.contains(value))
        client.endOutput()
        #expect(try client.receiveAll().isEmpty)
        #expect(try shop.get("/healthz").status == 200)
    }

    @Test("of a body hold for what a gzip holds, too")
    func decoded() throws {
        let shop = try Shop(["--max-decoded-bytes", "1024"])
        let body = gzip([UInt8](repeating: UInt8(ascii: " "), count: 2000))
        let reply = try shop.send("POST", "/v1/events", shop.keyed(["Content-Encoding": "gzip"]), body: body)
        #expect(reply.status == 413)
    }

    @Test("of connections in all: those beyond are told 503, and when to come again")
    func connections() throws {
        let shop = try Shop(["--max-connections", "1"])
        #expect(try shop.get("/healthz").status == 200)
        let reply = try shop.server.connect().receive()
        #expect(reply.status == 503)
        #expect(reply[field: "Retry-After"] == "1")
        #expect(try shop.get("/healthz").status == 200)
    }

    @Test("of connections of one address")
    func connectionsPerAddress() throws {
        let shop = try Shop(["--max-connections-per-address", "1"])
        #expect(try shop.get("/healthz").status == 200)
        #expect(try shop.server.connect().receive().status == 503)
    }

    @Test("of connections of one address leave trusted proxies out")
    func trustedConnections() throws {
        let shop = try Shop(["--max-connections-per-address", "1", "--trusted-proxy", "127.0.0.0/8"])
        let clients = try (0..<3).map { _ in try shop.server.connect() }
        for client in clients { #expect(try client.call("GET", "/healthz").status == 200) }
    }

    @Test("of requests on one connection close it after the last")
    func requestsPerConnection() throws {
        let shop = try Shop(["--max-requests-per-connection", "2"])
        let client = try shop.server.connect()
        #expect(try client.call("GET", "/healthz")[field: "Connection"] == nil)
        #expect(try client.call("GET", "/healthz")[field: "Connection"] == "close")
        client.endOutput()
        #expect(try client.receiveAll().isEmpty)
    }

    @Test("of time: a head or a body that does not come is refused, a silent connection closed without a word")
    func times() throws {
        let shop = try Shop(["--head-seconds", "1", "--body-seconds", "1", "--idle-seconds", "1"])
        let (head, body, idle) = (try shop.server.connect(), try shop.server.connect(), try shop.server.connect())
        try head.send(text("GET / HTTP/1.1~Ho"))
        try body.send(HTTPClient.head("POST", "/v1/events", fields: shop.keyed(), bodyCount: 9) + [0x7B])
        #expect(try idle.call("GET", "/healthz").status == 200)
        #expect(try head.receive().status == 408)
        #expect(try body.receive().status == 408)
        #expect(try idle.receiveAll().isEmpty)
    }

    @Test("of a body's speed: one that only drips is refused long before its time is up")
    func bodyRate() throws {
        let shop = try Shop(["--min-body-rate", "1000"])
        let client = try shop.server.connect()
        try client.send(HTTPClient.head("POST", "/v1/events", fields: shop.keyed(), bodyCount: 9000) + [0x7B])
        let reply = try client.receive()
        #expect(reply.status == 408)
        #expect(reply.json["detail"].string.contains("1000 bytes a second"))
    }

    @Test("of time for taking answers: who reads nothing is dropped, and holds little until then")
    func slowReader() throws {
        let shop = try Shop(["--write-seconds", "1", "--max-unsent-bytes", "1024", "--max-pipelined-bytes", "1024"])
        let client = try HTTPClient(port: shop.server.port, receiveBuffer: 4096)
        let request = HTTPClient.head("GET", "/metrics", fields: shop.keyed(), bodyCount: nil)
        // Until the server reads no more, and then drops the connection: sending fails.
        #expect(throws: SocketFailure.self) {
            while true { try client.send(Array(repeatElement(request, count: 100).joined())) }
        }
        #expect(try shop.get("/healthz").status == 200)
    }

    @Test("of bytes read ahead hold no pipelined request back for good")
    func pipelined() throws {
        let shop = try Shop(["--max-unsent-bytes", "1024", "--max-pipelined-bytes", "1024"])
        let client = try shop.server.connect()
        let request = HTTPClient.head("GET", "/metrics", fields: shop.keyed(), bodyCount: nil)
        try client.send(Array(repeatElement(request, count: 200).joined()))
        for _ in 0..<200 { #expect(try client.receive().status == 200) }
    }
}
