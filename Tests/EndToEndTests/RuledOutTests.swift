import TestSupport
import Testing

@Suite("Ruled out: orders that credit nobody, with the reason")
struct RuledOutTests {
    let shop: Shop
    let asha: Shop.Referrer

    init() throws {
        shop = try Shop.open()
        asha = try shop.enrol("asha")
    }

    private func token() throws -> JSONValue {
        try .touch(token: Browser(shop).follow(asha.code).token)
    }

    private func expect(
        _ reply: HTTPReply, _ status: JSONValue, _ reasons: JSONValue,
        sourceLocation: SourceLocation = #_sourceLocation
    ) {
        let conversion = reply.expect(201, sourceLocation: sourceLocation)["conversion"]
        #expect(conversion["status"] == status, sourceLocation: sourceLocation)
        #expect(conversion["reasons"] == reasons, sourceLocation: sourceLocation)
        #expect(conversion["credits"] == [], sourceLocation: sourceLocation)
        #expect(reply.json["rewards"] == [], sourceLocation: sourceLocation)
    }

    @Test("an order without any touchpoint is recorded as unattributed")
    func nothing() throws {
        try expect(shop.purchase("1001", by: "c-1"), "unattributed", ["no_touchpoint"])
        #expect(try shop.read("/v1/orders/1001")["order_id"] == "1001")
    }

    @Test("a referrer's own order is rejected")
    func selfReferral() throws {
        try expect(
            shop.purchase("1001", by: "asha", ["code": .string(asha.code)]), "rejected", ["self_referral"])
    }

    @Test("a referrer's own order is credited where the program allows it")
    func allowedSelfReferral() throws {
        let shop = try Shop.open(.diwali(["self_referral": "allow"]))
        let asha = try shop.enrol("asha")
        let reply = try shop.purchase("1001", by: "asha", ["code": .string(asha.code)]).expect(201)
        #expect(reply["conversion"].credited == [asha.id])
    }

    @Test("a customer who has bought before is an existing one")
    func existingCustomer() throws {
        try shop.purchase("1001", by: "c-1").expect(201)
        try expect(shop.purchase("1002", by: "c-1", token()), "rejected", ["existing_customer"])
    }

    @Test("a customer whom the sender calls an old one is an existing one")
    func declaredExisting() throws {
        let body = try token().with(["customer": ["id": "c-1", "new": false]])
        try expect(shop.purchase("1001", by: "c-1", body), "rejected", ["existing_customer"])
    }

    @Test("a touch before the first order counts for later orders too")
    func touchBeforeFirstOrder() throws {
        let browser = Browser(shop)
        try browser.follow(asha.code)
        try shop.purchase("1001", by: "c-1", .touch(visitor: browser)).expect(201)
        #expect(try shop.purchase("1002", by: "c-1").expect(201)["conversion"].credited == [asha.id])
    }

    @Test("a customer whose only order was cancelled is a new one")
    func cancelledBefore() throws {
        try shop.purchase("1001", by: "c-1").expect(201)
        try shop.report(.orderState("1001", "cancelled")).expect(201)
        #expect(try shop.purchase("1002", by: "c-1", token()).expect(201)["conversion"].credited == [asha.id])
    }

    @Test("existing customers are credited where the program wants them")
    func existingWelcome() throws {
        try shop.patch("/v1/programs/diwali", ["attribution": ["new_customers_only": false]]).expect(200)
        try shop.purchase("1001", by: "c-1").expect(201)
        #expect(try shop.purchase("1002", by: "c-1", token()).expect(201)["conversion"].credited == [asha.id])
    }

    @Test("a forged click token is ignored with a reason, and the order is still recorded", arguments: [true, false])
    func forgedToken(isAlmostRight: Bool) throws {
        var forged = "not-a-token"
        if isAlmostRight {
            let token = try #require(try Browser(shop).follow(asha.code).token)
            forged = String(token.dropLast(2)) + (token.hasSuffix("AA") ? "BA" : "AA")
        }
        try expect(
            shop.purchase("1001", by: "c-1", .touch(token: forged)), "unattributed", ["invalid_click_token"])
        #expect(try shop.read("/v1/orders/1001")["amount"] == 129_900)
    }

    @Test("a code that nobody has is ignored with a reason")
    func unknownCode() throws {
        try expect(shop.purchase("1001", by: "c-1", ["code": "NOBODY"]), "unattributed", ["unknown_code"])
    }

    @Test("a suspended referrer earns nothing")
    func suspended() throws {
        let token = try token()
        try shop.patch("/v1/referrers/\(asha.id)", ["status": "suspended"]).expect(200)
        try expect(shop.purchase("1001", by: "c-1", token), "rejected", ["disqualified_referrer"])
    }

    @Test("a click on a suspended referrer's link leads to the shop without a token")
    func suspendedClick() throws {
        let browser = Browser(shop)
        try browser.follow(asha.code)
        try shop.patch("/v1/referrers/\(asha.id)", ["status": "suspended"]).expect(200)
        let redirect = try browser.follow(asha.code)
        #expect(redirect.status == 302)
        #expect(redirect.location == "https://shop.example/welcome")
    }

    @Test("a code typed while the program is paused earns nothing")
    func paused() throws {
        try shop.post("/v1/programs/diwali/pause").expect(200)
        try expect(
            shop.purchase("1001", by: "c-1", ["code": .string(asha.code)]), "rejected", ["program_not_active"])
    }

    @Test("the reasons of several touchpoints are all told, once each")
    func severalReasons() throws {
        let body: JSONValue = ["click": "not-a-token", "code": .string(asha.code)]
        try expect(
            shop.purchase("1001", by: "asha", body), "rejected", ["self_referral", "invalid_click_token"])
    }
}
