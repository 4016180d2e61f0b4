import TestSupport
import Testing

@Suite("Promises: what holds is what was in force at the click")
struct PromiseTests {
    @Test("a click keeps the lookback window that was in force when it happened")
    func longWindowStays() throws {
        let shop = try Shop.open()
        let asha = try shop.enrol("asha")
        let browser = Browser(shop)
        try browser.follow(asha.code)
        try shop.patch("/v1/programs/diwali", ["attribution": ["lookback_days": 0]]).expect(200)
        let conversion = try shop.purchase("1001", by: "c-1", .touch(visitor: browser)).expect(201)["conversion"]
        #expect(conversion.credited == [asha.id])
    }

    @Test("a click that fell out of its window does not come back when the window grows")
    func shortWindowStays() throws {
        let shop = try Shop.open(.diwali(["lookback_days": 0]))
        let asha = try shop.enrol("asha")
        let browser = Browser(shop)
        try browser.follow(asha.code)
        try shop.patch("/v1/programs/diwali", ["attribution": ["lookback_days": 30]]).expect(200)
        let conversion = try shop.purchase("1001", by: "c-1", .touch(visitor: browser)).expect(201)["conversion"]
        #expect(conversion["status"] == "rejected")
        #expect(conversion["reasons"] == ["outside_window"])
    }

    @Test("the reward is what was promised at the click")
    func pinnedTerms() throws {
        let shop = try Shop.open()
        let click = try Browser(shop).follow(shop.enrol("asha").code)
        let raised = JSONValue.thanks.with(["value": ["percent_bp": 1000]])
        try shop.patch("/v1/programs/diwali", ["rewards": [raised]]).expect(200)
        let reply = try shop.purchase("1001", by: "c-1", .touch(token: click.token)).expect(201)
        #expect(reply["rewards"][0]["amount"] == 6495)
    }

    @Test("the model is that of the conversion, and an explanation keeps the policy it was made under")
    func versions() throws {
        let shop = try Shop.open()
        let (asha, ravi) = (try shop.enrol("asha"), try shop.enrol("ravi"))
        func order(_ id: String, by customer: String) throws -> JSONValue {
            let browser = Browser(shop)
            try browser.follow(asha.code)
            try browser.follow(ravi.code)
            return try shop.purchase(id, by: customer, .touch(visitor: browser)).expect(201)["conversion"]
        }
        let before = try order("1001", by: "c-1")
        try shop.patch("/v1/programs/diwali", ["attribution": ["model": "first_touch"]]).expect(200)
        let after = try order("1002", by: "c-2")
        #expect(before.credited == [ravi.id])
        #expect(after.credited == [asha.id])
        #expect(before["policy_version"] != after["policy_version"])
        #expect(try shop.explanation(of: before)["policy"]["model"] == "last_touch")
        #expect(try shop.explanation(of: after)["policy"]["model"] == "first_touch")
    }
}
