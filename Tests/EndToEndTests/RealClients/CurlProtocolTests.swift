import Foundation
import TestSupport
import Testing

@Suite("curl: what it makes of HTTP", .enabled(if: Curl.isInstalled))
struct CurlProtocolTests {
    private let shop: Shop
    private let folder: TemporaryFolder

    init() throws {
        shop = try Shop.open()
        folder = try TemporaryFolder()
    }

    private func url(_ path: String) -> String { "http://127.0.0.1:\(shop.server.port)\(path)" }

    /// Reports an order as `arguments` say, and gives back all heads and bodies that came.
    private func report(_ arguments: [String]) throws -> String {
        let fields = ["-H", "Authorization: Bearer \(shop.key)", "-H", "Content-Type: application/json"]
        let words = ["curl", "-q", "--silent", "--show-error", "--max-time", "60", "--include"]
        return try SystemProgram.run(words + fields + arguments + [url("/v1/events")])
    }

    @Test("HTTP/1.0, asked for with and without keep-alive", arguments: [[], ["-H", "Connection: keep-alive"]])
    func oldVersion(fields: [String]) throws {
        let words = ["curl", "-q", "--silent", "--http1.0", "--write-out", "%{http_code} %{num_connects}\n"] + fields
        let output = try SystemProgram.run(words + [url("/healthz"), url("/healthz")])
        let connections = fields.isEmpty ? 1 : 0
        #expect(output == "ok\n200 1\nok\n200 \(connections)\n")
    }

    @Test("several URLs take one connection")
    func keepAlive() throws {
        let urls = ["/healthz", "/readyz", "/nothing-here", "/healthz"].map(url)
        let counts = try SystemProgram.run(
            ["curl", "-q", "--silent", "--write-out", "\n%{http_code} %{num_connects}\n"] + urls)
        let lines = counts.split(separator: "\n").filter { $0.wholeMatch(of: /[0-9]{3} [01]/) != nil }
        #expect(lines == ["200 1", "200 0", "404 0", "200 0"])
    }

    @Test("forty requests at once are all answered")
    func parallel() throws {
        let words = ["curl", "-q", "--silent", "--parallel", "--parallel-max", "20", "--write-out", "%{http_code}\n"]
        let output = try SystemProgram.run(words + Array(repeating: url("/readyz"), count: 40))
        #expect(output.split(separator: "\n").filter { $0 == "200" }.count == 40)
    }

    @Test("HEAD has the length of the body that GET has")
    func head() throws {
        let head = try Curl.run("--head", url("/healthz"))
        #expect(head.hasPrefix("HTTP/1.1 200"))
        #expect(head.lowercased().contains("content-length: 3\r\n"))
    }

    @Test("an upload that waits for 100 Continue gets it, then its answer")
    func expectContinue() throws {
        // Spaces after the JSON are part of it, and make the body worth waiting for.
        let body = "\(JSONValue.purchase("1001", by: "c-1"))" + String(repeating: " ", count: 500_000)
        try folder.write(body, to: "order.json")
        let path = folder.path("order.json")
        let upload = ["-H", "Expect: 100-continue", "--expect100-timeout", "50", "--data-binary", "@\(path)"]
        let answer = try report(upload)
        #expect(answer.hasPrefix("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 201"))
    }

    @Test("an upload that is too large is refused before it is sent, where it waits for 100 Continue")
    func expectRefused() throws {
        let path = folder.path("large.json")
        try Data(count: 64 * 1024 * 1024).write(to: URL(filePath: path))
        let words = ["-H", "Expect: 100-continue", "--expect100-timeout", "50", "--data-binary", "@\(path)"]
        let answer = try report(words + ["--write-out", "\nsent %{size_upload}"])
        #expect(answer.hasPrefix("HTTP/1.1 413"))
        #expect(answer.hasSuffix("\nsent 0"))
    }

    @Test("an upload in chunks is taken")
    func chunked() throws {
        try folder.write("\(JSONValue.purchase("1002", by: "c-1"))", to: "order.json")
        let path = folder.path("order.json")
        let answer = try report(["-H", "Transfer-Encoding: chunked", "-X", "POST", "-T", path])
        #expect(answer.contains("HTTP/1.1 201"))
        #expect(try shop.read("/v1/orders/1002")["order_id"] == "1002")
    }

    @Test("an upload with gzip is taken")
    func gzip() throws {
        try folder.write("\(JSONValue.purchase("1003", by: "c-1"))", to: "order.json")
        _ = try SystemProgram.run(["gzip", folder.path("order.json")])
        let path = folder.path("order.json.gz")
        let answer = try report(["-H", "Content-Encoding: gzip", "--data-binary", "@\(path)"])
        #expect(answer.hasPrefix("HTTP/1.1 201"))
        #expect(try shop.read("/v1/orders/1003")["order_id"] == "1003")
    }
}
