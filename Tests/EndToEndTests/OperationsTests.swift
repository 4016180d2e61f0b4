import TestSupport
import Testing

@Suite("Operations: health, readiness, figures")
struct OperationsTests {
    @Test("anybody may ask whether the server is alive and ready", arguments: ["/healthz", "/readyz"])
    func health(path: String) throws {
        try Shop().get(path, as: .nobody).expect(200)
    }

    @Test("HEAD answers as GET does, without the body", arguments: ["/healthz", "/v1/programs", "/v1/programs/none"])
    func head(path: String) throws {
        let shop = try Shop.open()
        let get = try shop.get(path)
        let head = try shop.call("HEAD", path)
        #expect(head.status == get.status)
        #expect(head[field: "Content-Type"] == get[field: "Content-Type"])
        #expect(head.body.isEmpty)
        #expect(try shop.get(path).status == get.status)
    }

    @Test("figures are for whoever has a key, in Prometheus' text form")
    func metrics() throws {
        let shop = try Shop.open()
        try shop.get("/metrics", as: .nobody).expectProblem(401)
        try Browser(shop).follow(shop.enrol("asha").code)
        let metrics = try shop.get("/metrics")
        metrics.expect(200)
        #expect(metrics[field: "Content-Type"]?.hasPrefix("text/plain") == true)
        let lines = metrics.text.split(separator: "\n")
        #expect(lines.contains { $0.hasPrefix("# TYPE grapevine_") })
        #expect(lines.contains { $0.hasPrefix("grapevine_clicks_unrecorded_total") && $0.hasSuffix(" 0") })
        let samples = lines.filter { !$0.hasPrefix("#") }
        #expect(samples.allSatisfy { $0.wholeMatch(of: /[a-zA-Z_:][a-zA-Z0-9_:]*(\{.*\})? \S+( \d+)?/) != nil })
    }

    @Test("the log names no address, token or query of an invitee")
    func discreetLog() throws {
        let shop = try Shop.open()
        let asha = try shop.enrol("asha", ["email": "asha@shop.example"])
        let token = try Browser(shop).follow("\(asha.code)?utm_source=secretsource").token
        try shop.purchase("1001", by: "c-1", .touch(token: token)).expect(201)
        try shop.server.terminate()
        let log = shop.server.command.errors.all
        for secret in ["asha@shop.example", token ?? "", "secretsource", shop.key] {
            #expect(!log.contains(secret))
        }
    }
}

@Suite("curl: what people type first", .enabled(if: Curl.isInstalled))
struct CurlTests {
    @Test("curl can set up a program, enrol, follow a link and report an order")
    func wholeWay() throws {
        let shop = try Shop()
        let base = "http://127.0.0.1:\(shop.server.port)"
        let key = "Authorization: Bearer \(shop.key)"
        func post(_ path: String, _ body: JSONValue) throws -> JSONValue {
            let text = try Curl.run("-H", key, "--json", "\(body)", base + path)
            return try JSONValue(text: Array(text.utf8))
        }
        #expect(try post("/v1/programs", .diwali)["status"] == "draft")
        #expect(try Curl.run("-H", key, "-X", "POST", "\(base)/v1/programs/diwali/activate").contains("active"))
        let asha = try post("/v1/referrers", ["customer_id": "asha"])
        let url = asha["links"][0]["url"].string
        #expect(url.hasPrefix("\(base)/r/"))
        let location = try Curl.run("-A", Browser.userAgent, "-o", "/dev/null", "-w", "%{redirect_url}", url)
        let token = try #require(location.components(separatedBy: "gv_click=").last)
        let order = try post("/v1/events", .purchase("1001", by: "c-1", .touch(token: token)))
        #expect(order["conversion"].credited == [asha["id"].string])
    }

    @Test("curl's HEAD request of a link ends without waiting for a body")
    func head() throws {
        let shop = try Shop.open()
        let url = "http://127.0.0.1:\(shop.server.port)/r/\(try shop.enrol("asha").code)"
        let head = try Curl.run("-I", "-A", Browser.userAgent, url)
        #expect(head.hasPrefix("HTTP/1.1 302"))
        #expect(!head.contains("gv_click"))
    }

    @Test("curl reads a compressed list as it reads a plain one")
    func compressed() throws {
        let shop = try Shop.open()
        for number in 0..<60 { try shop.enrol("customer-\(number)") }
        let list = ["-H", "Authorization: Bearer \(shop.key)", "http://127.0.0.1:\(shop.server.port)/v1/referrers"]
        #expect(try Curl.run(list[0], list[1], list[2]) == Curl.run("--compressed", list[0], list[1], list[2]))
    }
}
