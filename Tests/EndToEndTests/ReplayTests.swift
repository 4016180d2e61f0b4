import TestSupport
import Testing

@Suite("Replays: the same event again returns the first answer")
struct ReplayTests {
    let shop: Shop
    let asha: Shop.Referrer

    init() throws {
        shop = try Shop.open()
        asha = try shop.enrol("asha")
    }

    @Test("an order sent again is answered as the first time, though the program has changed since")
    func order() throws {
        let order = JSONValue.purchase("1001", by: "c-1", ["code": .string(asha.code)])
        let first = try shop.report(order).expect(201)
        try shop.patch("/v1/programs/diwali", ["rewards": []]).expect(200)
        try shop.report(.refund("1001")).expect(201)
        let again = try shop.report(order).expect(200)
        #expect(first["event"]["replayed"] == false)
        #expect(again["event"]["replayed"] == true)
        #expect(again.withoutReplayed == first.withoutReplayed)
    }

    @Test("the order of members and the spaces between them do not make another body")
    func canonical() throws {
        try shop.purchase("1001", by: "c-1").expect(201)
        let text = """
            { "customer": {"id": "c-1"},   "currency": "INR", "amount": 129900,
              "state": "paid", "order_id": "1001", "type": "purchase" }
            """
        let fields = ["Authorization": "Bearer \(shop.key)", "Content-Type": "application/json"]
        let again = try shop.send("POST", "/v1/events", fields, body: Array(text.utf8))
        #expect(again.expect(200)["event"]["replayed"] == true)
    }

    @Test("the same order with another body is a conflict that changes nothing")
    func otherOrder() throws {
        try shop.purchase("1001", by: "c-1", ["code": .string(asha.code)]).expect(201)
        let before = try ["/v1/orders/1001", "/v1/conversions", "/v1/rewards"].map { try shop.read($0) }
        try shop.purchase("1001", by: "c-1", ["code": .string(asha.code), "amount": 1]).expectProblem(409)
        #expect(try ["/v1/orders/1001", "/v1/conversions", "/v1/rewards"].map { try shop.read($0) } == before)
    }

    @Test("the same event_id with another body is a conflict that changes nothing")
    func otherEvent() throws {
        try shop.signup("c-1", ["event_id": "su-1"]).expect(201)
        let before = try shop.read("/v1/conversions")
        try shop.signup("c-2", ["event_id": "su-1"]).expectProblem(409)
        #expect(try shop.read("/v1/conversions") == before)
    }

    @Test("an event_id is one event's, whatever its type")
    func eventIDOfAnotherType() throws {
        try shop.signup("c-1", ["event_id": "e-1"]).expect(201)
        try shop.purchase("1001", by: "c-1", ["event_id": "e-1"]).expectProblem(409)
        try shop.get("/v1/orders/1001").expectProblem(404)
    }
}
