import TestSupport
import Testing

@Suite("What an invitee's browser sends along with an order")
struct StrangersTextTests {
    @Test(
        "never keeps the order from being recorded",
        arguments: [
            ("click", String(repeating: "x", count: 600)), ("click", "a\u{1}b"), ("click", ""),
            ("visitor", String(repeating: "v", count: 5000)), ("visitor", "é\u{0}"), ("visitor", ""),
            ("code", String(repeating: "A", count: 300)), ("code", "DROP TABLE\u{7F};"), ("code", ""), ("code", "💥"),
        ])
    func recorded(field: String, text: String) throws {
        let shop = try Shop.open()
        let reply = try shop.purchase("1001", by: "c-1", [field: .string(text)]).expect(201)
        #expect(reply["conversion"]["status"] == "unattributed")
        #expect(try shop.read("/v1/orders/1001")["amount"] == reply["conversion"]["amount"])
    }

    @Test("names the refund, not the order, when a refund's id comes again with another body")
    func refundID() throws {
        let shop = try Shop.open()
        for order in ["1001", "1002"] { try shop.purchase(order, by: "c-1").expect(201) }
        try shop.post("/v1/events", ["type": "refund", "order_id": "1001", "refund_id": "rf-9", "amount": 5]).expect(
            201)
        let reply = try shop.post(
            "/v1/events", ["type": "refund", "order_id": "1002", "refund_id": "rf-9", "amount": 5])
        #expect(reply.expect(409)["detail"].string.contains("rf-9"))
    }

    @Test("is looked for in long user agents no further than it takes to tell a browser")
    func longUserAgent() throws {
        let shop = try Shop.open()
        let asha = try shop.enrol("asha")
        let agent = "Mozilla/5.0 " + String(repeating: "a", count: 12_000)
        let reply = try shop.send("GET", "/r/\(asha.code)", ["User-Agent": agent])
        #expect(reply.status == 302)
        #expect(reply[field: "Location"]?.contains("gv_click=") == true)
    }

    @Test("is passed on to the shop only where its escapes are whole")
    func brokenEscape() throws {
        let shop = try Shop.open()
        let asha = try shop.enrol("asha")
        let location = try Browser(shop).follow("\(asha.code)?utm_source=%&utm_medium=a%20b&utm_term=%zz").location
        #expect(location.contains("utm_medium=a%20b"))
        #expect(!location.contains("utm_source"))
        #expect(!location.contains("utm_term"))
    }
}
