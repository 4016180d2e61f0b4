import TestSupport
import Testing

@Suite("Faults: every one is named, and nothing is stored")
struct FaultTests {
    private func json(_ shop: Shop) -> [String: String] {
        ["Authorization": "Bearer \(shop.key)", "Content-Type": "application/json"]
    }

    @Test("all faults of a program are named at once")
    func program() throws {
        let shop = try Shop()
        let body: JSONValue = [
            "slug": "No Slug!", "currency": "RUPEES", "destination_url": 5, "nmae": "typo",
            "attribution": ["lookback_days": -1, "model": "best", "bogus": true],
            "rewards": [["name": "x", "trigger": "never", "kind": "cash", "value": ["percent_bp": 20_000]]],
        ]
        try shop.post("/v1/programs", body).expectProblem(
            400, at: "/slug", "/currency", "/destination_url", "/nmae", "/name", "/attribution/lookback_days",
            "/attribution/model", "/attribution/bogus", "/rewards/0/trigger", "/rewards/0/value/percent_bp",
            "/rewards/0/beneficiary")
        #expect(try shop.read("/v1/programs")["data"] == [])
    }

    @Test("hosts of a program are host names, without scheme, port and spaces")
    func allowedHosts() throws {
        let shop = try Shop.open()
        try shop.patch(
            "/v1/programs/diwali", ["allowed_hosts": ["a b", "shop.example:80", "https://x/", "OK.example"]]
        ).expectProblem(400, at: "/allowed_hosts/0", "/allowed_hosts/1", "/allowed_hosts/2")
    }

    @Test("all faults of an order are named at once")
    func order() throws {
        let shop = try Shop.open()
        let body: JSONValue = [
            "type": "purchase", "amount": "12", "currency": "inr", "stat": "paid", "occurred_at": "yesterday",
            "customer": ["id": 7, "name": "Asha"],
        ]
        try shop.report(body).expectProblem(
            400, at: "/order_id", "/amount", "/currency", "/stat", "/occurred_at", "/customer/id", "/customer/name")
        #expect(try shop.read("/v1/conversions")["data"] == [])
    }

    @Test("a customer needs a name to be known by")
    func namelessCustomer() throws {
        let reply = try Shop.open().purchase("1001", by: "c-1", ["customer": ["new": true]])
        #expect(reply.expectProblem(400)["errors"][0]["pointer"].string.hasPrefix("/customer"))
    }

    @Test("a signup needs an event_id")
    func eventID() throws {
        try Shop.open().report(.signup("c-1").without("event_id")).expectProblem(400, at: "/event_id")
    }

    @Test("a negative amount is out of range")
    func negative() throws {
        try Shop.open().purchase("1001", by: "c-1", ["amount": -1]).expectProblem(400, at: "/amount")
    }

    @Test("a fraction of a minor unit is no amount")
    func fraction() throws {
        try Shop.open().purchase("1001", by: "c-1", ["amount": .number(12.5)]).expectProblem(400, at: "/amount")
    }

    @Test("a faulty change names its faults and changes nothing")
    func change() throws {
        let shop = try Shop.open()
        let before = try shop.read("/v1/programs/diwali")
        let patch: JSONValue = ["name": 7, "currency": "XXL", "status": "ended"]
        try shop.patch("/v1/programs/diwali", patch).expectProblem(400, at: "/name", "/currency", "/status")
        #expect(try shop.read("/v1/programs/diwali") == before)
    }

    @Test("what is no JSON, or no object, is refused")
    func malformed() throws {
        let shop = try Shop()
        for text in ["", "{\"type\":", "{'type': 1}", "{\"a\": 1,}", "\u{0}", "7", "\"purchase\"", "null"] {
            try shop.send("POST", "/v1/events", json(shop), body: Array(text.utf8)).expectProblem(400)
            try shop.send("POST", "/v1/programs", json(shop), body: Array(text.utf8)).expectProblem(400)
        }
    }

    @Test("a body of another type is refused, with the type that would do")
    func contentType() throws {
        let shop = try Shop()
        var fields = json(shop)
        fields["Content-Type"] = "text/plain"
        try shop.send("POST", "/v1/programs", fields, body: JSONValue.diwali.text).expectProblem(415)
    }

    @Test("a body beyond the limit is refused before it is sent")
    func tooLarge() throws {
        let shop = try Shop()
        let client = try shop.server.connect()
        try client.send(HTTPClient.head("POST", "/v1/events", fields: json(shop), bodyCount: 1_000_000_000))
        try client.receive().expectProblem(413)
    }

    @Test("an event more than five minutes ahead is impossible")
    func future() throws {
        let shop = try Shop.open()
        let time: JSONValue = ["occurred_at": .string(Moment.now.adding(minutes: 6).text)]
        try shop.purchase("1001", by: "c-1", time).expectProblem(422)
        try shop.get("/v1/orders/1001").expectProblem(404)
    }

    @Test("an event a little ahead counts as happening now")
    func nearFuture() throws {
        let shop = try Shop.open()
        let code = try shop.enrol("asha").code
        let ahead = Moment.now.adding(minutes: 4)
        let more: JSONValue = ["occurred_at": .string(ahead.text), "code": .string(code)]
        let reward = try shop.purchase("1001", by: "c-1", more).expect(201)["rewards"][0]
        #expect(reward["release_at"].string < ahead.adding(days: 14).text)
    }

    @Test("what is not there is a 404")
    func notFound() throws {
        let shop = try Shop()
        for path in [
            "/v1/programs/none", "/v1/programs/prg_0000000000000", "/v1/referrers/customer:none", "/v1/links/lnk_1",
            "/v1/conversions/none", "/v1/conversions/none/explanation", "/v1/orders/none", "/v1/rewards/none",
            "/v1/referrers/none/stats", "/v1/nothing", "/",
        ] {
            try shop.get(path).expectProblem(404)
        }
    }

    @Test("an order for a program that is not there is refused")
    func unknownProgram() throws {
        let shop = try Shop.open()
        #expect([404, 422].contains(try shop.purchase("1001", by: "c-1", ["program": "none"]).status))
        try shop.get("/v1/orders/1001").expectProblem(404)
    }

    @Test("a method that does not fit is told which would")
    func method() throws {
        let reply = try Shop.open().call("DELETE", "/v1/programs/diwali")
        reply.expectProblem(405)
        let allow = reply[field: "Allow"] ?? ""
        #expect(allow.contains("GET"))
        #expect(allow.contains("PATCH"))
    }

    @Test("every reply names its request: as the client did, if that is sane")
    func requestID() throws {
        let shop = try Shop()
        let own = try shop.send("GET", "/v1/programs", ["X-Request-Id": "till-7.42"])
        #expect(own[field: "X-Request-Id"] == "till-7.42")
        #expect(own.json["request_id"] == "till-7.42")
        #expect(own[field: "Date"] != nil)
        let strange = try shop.send("GET", "/healthz", ["X-Request-Id": "event=\"forged\" level=error"])
        let given = try #require(strange[field: "X-Request-Id"])
        #expect(!given.isEmpty && !given.contains("forged"))
    }

    @Test("a body that does not say what it is is read as JSON")
    func noContentType() throws {
        let shop = try Shop()
        let fields = ["Authorization": "Bearer \(shop.key)"]
        try shop.send("POST", "/v1/programs", fields, body: JSONValue.diwali.text).expect(201)
    }
}
