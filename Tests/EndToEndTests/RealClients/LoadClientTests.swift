import TestSupport
import Testing

@Suite("Load: every request of an honest client is answered")
struct LoadClientTests {
    @Test(
        "h2load, 64 connections with 8 requests under way on each",
        .enabled(if: SystemProgram.isInstalled("h2load")))
    func pipelined() throws {
        let shop = try Shop()
        let url = "http://127.0.0.1:\(shop.server.port)/healthz"
        let output = try SystemProgram.run(["h2load", "--h1", "-n", "20000", "-c", "64", "-m", "8", url])
        #expect(output.contains("20000 done, 20000 succeeded, 0 failed, 0 errored, 0 timeout"), "\(output)")
        #expect(output.contains("status codes: 20000 2xx, 0 3xx, 0 4xx, 0 5xx"), "\(output)")
        try shop.waitUntilAllHaveGone()
    }

    @Test("wrk, for a second", .enabled(if: SystemProgram.isInstalled("wrk")), arguments: ["/healthz", "/readyz"])
    func hurried(path: String) throws {
        let shop = try Shop()
        let url = "http://127.0.0.1:\(shop.server.port)\(path)"
        let output = try SystemProgram.run(["wrk", "-t1", "-c64", "-d1s", "--timeout", "30s", url])
        #expect(output.firstMatch(of: /([1-9][0-9]*) requests in/) != nil, "\(output)")
        // Printed only where there are some.
        #expect(!output.contains("Socket errors"), "\(output)")
        #expect(!output.contains("Non-2xx"), "\(output)")
        try shop.waitUntilAllHaveGone()
    }
}
