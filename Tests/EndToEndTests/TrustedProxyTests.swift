import TestSupport
import Testing

/// Who a request counts for shows in the checks of codes: without a key, a client has 60 at once.
@Suite("Trusted proxies: whose word about clients is believed")
struct TrustedProxyTests {
    private func shop(_ arguments: String...) throws -> Shop {
        try Shop(arguments)
    }

    private func status(_ shop: Shop, _ fields: [String: String]) throws -> Int {
        try shop.call("GET", "/v1/codes/NOBODY", as: .nobody, fields: fields).status
    }

    /// Asks until the server has had enough of this client.
    private func exhaust(_ shop: Shop, _ fields: [String: String]) throws {
        for _ in 0..<1000 where try status(shop, fields) == 429 { return }
        Issue.record("no limit for \(fields)")
    }

    @Test("without a trusted proxy everybody counts by the address they come from, whatever they say")
    func nobody() throws {
        let shop = try shop()
        try exhaust(shop, ["X-Forwarded-For": "203.0.113.1"])
        #expect(try status(shop, ["X-Forwarded-For": "203.0.113.2"]) == 429)
        #expect(try status(shop, ["Forwarded": "for=203.0.113.3"]) == 429)
        #expect(try status(shop, [:]) == 429)
    }

    @Test(
        "behind a trusted proxy each client counts for itself",
        arguments: ["127.0.0.1", "127.0.0.0/8", "::1,127.0.0.1"])
    func each(ranges: String) throws {
        let shop = try shop("--trusted-proxy", ranges)
        try exhaust(shop, ["X-Forwarded-For": "203.0.113.1"])
        #expect(try status(shop, ["X-Forwarded-For": "203.0.113.2"]) == 200)
        #expect(try status(shop, ["Forwarded": "for=203.0.113.3;proto=https"]) == 200)
        #expect(try status(shop, ["Forwarded": "for=203.0.113.1"]) == 429)
        #expect(try status(shop, [:]) == 200)
    }

    @Test("what a client puts before the proxy's word gives it no second life")
    func spoofed() throws {
        let shop = try shop("--trusted-proxy", "127.0.0.1,10.0.0.0/8")
        try exhaust(shop, ["X-Forwarded-For": "203.0.113.1, 10.0.0.2"])
        for prefix in ["198.51.100.1, ", "10.0.0.3, ", "unknown,", "\"", ",,,", "203.0.113.1:80, "] {
            #expect(try status(shop, ["X-Forwarded-For": "\(prefix),203.0.113.1, 10.0.0.2"]) == 429, "\(prefix)")
        }
        #expect(try status(shop, ["X-Forwarded-For": "203.0.113.1, 203.0.113.9"]) == 200)
    }

    @Test("a proxy whose two fields contradict each other is the client itself")
    func contradiction() throws {
        let shop = try shop("--trusted-proxy", "127.0.0.1")
        try exhaust(shop, ["X-Forwarded-For": "203.0.113.1", "Forwarded": "for=198.51.100.1"])
        #expect(try status(shop, ["X-Forwarded-For": "203.0.113.2", "Forwarded": "for=198.51.100.2"]) == 429)
        #expect(try status(shop, [:]) == 429)
        #expect(try status(shop, ["X-Forwarded-For": "203.0.113.1", "Forwarded": "for=203.0.113.1"]) == 200)
    }

    @Test("a proxy on a Unix socket is trusted by the word unix alone", arguments: [("unix", 200), ("127.0.0.1", 429)])
    func unix(ranges: String, expected: Int) throws {
        let folder = try TemporaryFolder()
        let path = folder.path("http.sock")
        let arguments = ["--trusted-proxy", ranges]
        let server = try GrapevineServer(database: folder.path("grapevine.db"), listen: "unix:\(path)", arguments)
        let client = try HTTPClient(path: path)
        func status(_ address: String) throws -> Int {
            try client.call("GET", "/v1/codes/NOBODY", fields: ["X-Forwarded-For": address]).status
        }
        var count = 0
        while try status("203.0.113.1") == 200, count < 1000 { count += 1 }
        #expect(try status("203.0.113.2") == expected)
        try server.terminate()
    }
}
