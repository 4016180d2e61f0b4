import TestSupport
import Testing

@Suite("A body that is announced")
struct BodyWantedTests {
    /// What the server says to a head before any of the body has come.
    private func beginning(_ head: String, _ shop: Shop) throws -> String {
        let client = try shop.server.connect()
        try client.send(octetsOfText(head + "Host: h~Content-Length: 2~Expect: 100-continue~~"))
        return String(try client.receiveStart().prefix(12))
    }

    @Test("is asked for only where a route takes one and the key is let in")
    func expectation() throws {
        let shop = try Shop()
        let reader = try shop.makeKey("read")
        func key(_ key: String) -> String { "Authorization: Bearer \(key)~" }
        #expect(try beginning("POST /v1/events HTTP/1.1~\(key(shop.key))", shop) == "HTTP/1.1 100")
        #expect(try beginning("POST /v1/events HTTP/1.1~", shop) == "HTTP/1.1 401")
        #expect(try beginning("POST /v1/events HTTP/1.1~\(key("gvk_none"))", shop) == "HTTP/1.1 401")
        #expect(try beginning("POST /v1/events HTTP/1.1~\(key(reader))", shop) == "HTTP/1.1 403")
        #expect(try beginning("POST /v1/nowhere HTTP/1.1~\(key(shop.key))", shop) == "HTTP/1.1 404")
        #expect(try beginning("PUT /v1/events HTTP/1.1~\(key(shop.key))", shop) == "HTTP/1.1 405")
        #expect(try beginning("GET /healthz HTTP/1.1~", shop) == "HTTP/1.1 200")
        #expect(try beginning("GET /v1/programs HTTP/1.1~\(key(shop.key))", shop) == "HTTP/1.1 200")
        #expect(try beginning("OPTIONS /v1/programs HTTP/1.1~", shop) == "HTTP/1.1 204")
    }

    @Test("is read after it was asked for, and the order recorded")
    func asked() throws {
        let shop = try Shop.open()
        let body = JSONValue.purchase("1", by: "ben").text
        let client = try shop.server.connect()
        let fields = shop.keyed(["Expect": "100-continue"])
        try client.send(HTTPClient.head("POST", "/v1/events", fields: fields, bodyCount: body.count))
        #expect(try client.receiveStart().hasPrefix("HTTP/1.1 100"))
        try client.send(body)
        #expect(try client.receive().status == 201)
    }
}
