import TestSupport
import Testing

@Suite("Dry runs: everything is decided, nothing is kept")
struct DryRunTests {
    let shop: Shop
    let asha: Shop.Referrer

    init() throws {
        shop = try Shop.open()
        asha = try shop.enrol("asha")
    }

    @Test("a program that was tried is not there")
    func program() throws {
        let tried = try shop.post("/v1/programs?dry_run=true", ProgramTests.eid).expect(201)
        #expect(tried["dry_run"] == true)
        #expect(tried["slug"] == "eid")
        try shop.get("/v1/programs/eid").expectProblem(404)
        try shop.post("/v1/programs", ProgramTests.eid).expect(201)
    }

    @Test("a referrer who was tried is not there, and has no link")
    func referrer() throws {
        let tried = try shop.post("/v1/referrers?dry_run=true", ["customer_id": "ravi"]).expect(201)
        #expect(tried["dry_run"] == true)
        #expect(try Browser(shop).follow(tried["code"].string).status == 404)
        try shop.get("/v1/referrers/customer:ravi").expectProblem(404)
        #expect(try shop.read("/v1/codes/\(tried["code"].string)")["valid"] == false)
    }

    @Test("a link that was tried leads nowhere")
    func link() throws {
        let link: JSONValue = ["referrer": .string(asha.id), "program": "diwali", "slug": "asha-on-whatsapp"]
        #expect(try shop.post("/v1/links?dry_run=true", link).expect(201)["dry_run"] == true)
        #expect(try Browser(shop).follow("asha-on-whatsapp").status == 404)
    }

    @Test("changes that were tried leave links as they are, whether or not they were clicked before")
    func changes() throws {
        let browser = Browser(shop)
        try browser.follow(asha.code)
        #expect(try shop.post("/v1/programs/diwali/pause?dry_run=true").expect(200)["status"] == "paused")
        let suspended = try shop.patch("/v1/referrers/\(asha.id)?dry_run=true", ["status": "suspended"]).expect(200)
        #expect(suspended["status"] == "suspended")
        #expect(try browser.follow(asha.code).token != nil)
        #expect(try shop.read("/v1/programs/diwali")["status"] == "active")
        #expect(try shop.read("/v1/referrers/\(asha.id)")["status"] == "active")
    }

    @Test("an order that was tried shows its decision, and is new when it really comes")
    func order() throws {
        let order = JSONValue.purchase("1001", by: "c-1", ["code": .string(asha.code)])
        let tried = try shop.post("/v1/events?dry_run=true", order).expect(201)
        #expect(tried["dry_run"] == true)
        #expect(tried["conversion"].credited == [asha.id])
        #expect(tried["rewards"][0]["amount"] == 6495)
        try shop.get("/v1/orders/1001").expectProblem(404)
        #expect(try shop.read("/v1/conversions")["data"] == [])
        #expect(try shop.read("/v1/rewards")["data"] == [])
        #expect(try shop.report(order).expect(201)["event"]["replayed"] == false)
    }

    @Test("an event that was tried does not name a visitor for its customer")
    func visitor() throws {
        let browser = Browser(shop)
        try browser.follow(asha.code)
        try shop.post("/v1/events?dry_run=true", .signup("c-1", .touch(visitor: browser))).expect(201)
        let conversion = try shop.purchase("1001", by: "c-2", .touch(visitor: browser)).expect(201)["conversion"]
        #expect(conversion.credited == [asha.id])
    }

    @Test("a refund that was tried takes nothing back")
    func refund() throws {
        let order = try shop.purchase("1001", by: "c-1", ["code": .string(asha.code)]).expect(201)
        let tried = try shop.post("/v1/events?dry_run=true", .refund("1001")).expect(201)
        #expect(tried["rewards"][0]["status"] == "reversed")
        #expect(try shop.read("/v1/rewards/\(order["rewards"][0]["id"].string)")["status"] == "pending")
        try shop.report(.refund("1001")).expect(201)
    }

    @Test("a dry run has the status that the real call would have")
    func status() throws {
        try shop.purchase("1001", by: "c-1").expect(201)
        let other = JSONValue.purchase("1001", by: "c-1", ["amount": 1])
        try shop.post("/v1/events?dry_run=true", other).expectProblem(409)
        try shop.post("/v1/events?dry_run=true", .refund("1002")).expect(202)
        try shop.purchase("1002", by: "c-2").expect(201)
        #expect(try shop.read("/v1/orders/1002")["state"] == "paid")
    }

    @Test("a dry run keeps nothing under an Idempotency-Key")
    func idempotencyKey() throws {
        let key = ["Idempotency-Key": "k-1"]
        let body: JSONValue = ["customer_id": "ravi"]
        try shop.call("POST", "/v1/referrers?dry_run=true", body, fields: key).expect(201)
        let real = try shop.call("POST", "/v1/referrers", body, fields: key)
        real.expect(201)
        #expect(real[field: "Idempotent-Replayed"] == nil)
        try shop.get("/v1/referrers/customer:ravi").expect(200)
    }
}
