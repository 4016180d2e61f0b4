import TestSupport
import Testing

@Suite("Hostile input: refused or taken, and the server goes on")
struct HostileInputTests {
    private func report(_ text: String, to shop: Shop) throws -> HTTPReply {
        let fields = ["Authorization": "Bearer \(shop.key)", "Content-Type": "application/json"]
        return try shop.send("POST", "/v1/events", fields, body: Array(text.utf8))
    }

    @Test("numbers beyond all orders are refused")
    func numbers() throws {
        let shop = try Shop.open()
        for amount in ["9223372036854775807", "9223372036854775808", "1e400", "-9223372036854775808", "1e18"] {
            let text = """
                {"type": "purchase", "order_id": "1", "amount": \(amount), "currency": "INR", "customer": {"id": "c"}}
                """
            try report(text, to: shop).expectProblem(400)
        }
        try shop.purchase("1002", by: "c-1").expect(201)
    }

    @Test("texts that would end early or be no text elsewhere are refused")
    func texts() throws {
        let shop = try Shop.open()
        for order in ["a\\u0000b", "\\ud800", "a\\u001b[31m", "", String(repeating: "x", count: 10_000)] {
            let text = """
                {"type": "purchase", "order_id": "\(order)", "amount": 1, "currency": "INR", "customer": {"id": "c"}}
                """
            try report(text, to: shop).expectProblem(400)
        }
        try shop.purchase("1002", by: "c-1").expect(201)
    }

    @Test("JSON that is too deep is refused")
    func depth() throws {
        let shop = try Shop.open()
        try report(String(repeating: "[", count: 200_000), to: shop).expectProblem(400)
        let properties = String(repeating: "{\"a\":", count: 50_000) + "1" + String(repeating: "}", count: 50_000)
        try report("{\"type\": \"signup\", \"properties\": \(properties)}", to: shop).expectProblem(400)
        try shop.purchase("1002", by: "c-1").expect(201)
    }

    @Test("a member that comes twice is refused: the two might differ")
    func repeatedMember() throws {
        let shop = try Shop.open()
        let text = """
            {"type": "purchase", "order_id": "1001", "amount": 1, "amount": 100, "currency": "INR", \
            "customer": {"id": "c-1"}}
            """
        try report(text, to: shop).expectProblem(400)
    }

    @Test("every fault of a body with a thousand unknown fields is told within reason")
    func manyFaults() throws {
        let shop = try Shop.open()
        let unknown = JSONValue.object(Dictionary(uniqueKeysWithValues: (0..<1000).map { ("field-\($0)", .null) }))
        let reply = try shop.purchase("1001", by: "c-1", unknown)
        reply.expectProblem(400)
        #expect(reply.body.count < 200_000)
    }

    @Test("paths that only look like ours lead nowhere")
    func paths() throws {
        let shop = try Shop.open()
        for path in ["/r/%00", "/r/..%2F..%2Fetc", "/r/%FF", "/r/", "/v1/programs/", "//v1/programs", "/v1/orders/%zz"]
        {
            let status = try shop.get(path).status
            #expect([400, 404].contains(status), "\(path): \(status)")
        }
        try shop.purchase("1002", by: "c-1").expect(201)
    }
}

@Suite("The shop's own names in paths")
struct NamingTests {
    @Test("an order's id may hold what a path may not, escaped")
    func order() throws {
        let shop = try Shop.open()
        try shop.purchase("2026/11 №1?a=b#c", by: "c-1").expect(201)
        let order = try shop.read("/v1/orders/2026%2F11%20%E2%84%961%3Fa=b%23c")
        #expect(order["order_id"] == "2026/11 №1?a=b#c")
    }

    @Test("a customer's id may hold colons and slashes")
    func customer() throws {
        let shop = try Shop.open()
        try shop.enrol("shop:7/আশা", ["name": "Asha"])
        #expect(try shop.read("/v1/referrers/customer:shop:7%2F%E0%A6%86%E0%A6%B6%E0%A6%BE")["name"] == "Asha")
    }

    @Test("ids that differ in accents or case only are two customers' ids")
    func octets() throws {
        let shop = try Shop.open()
        let ids = ["caf\u{e9}", "cafe\u{301}", "CAFE", "cafe"]
        #expect(try Set(ids.map { try shop.enrol($0).id }).count == 4)
    }
}
