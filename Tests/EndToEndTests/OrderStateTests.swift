import TestSupport
import Testing

@Suite("Order states: forward only, and what they release")
struct OrderStateTests {
    /// An order through asha's code in a state.
    private func shop(_ state: String, releaseOn: String = "paid") throws -> (Shop, reward: JSONValue) {
        let shop = try Shop.open(.diwali.with(["release_on": .string(releaseOn)]))
        let code = try shop.enrol("asha").code
        let order: JSONValue = ["code": .string(code), "state": .string(state)]
        return (shop, try shop.purchase("1001", by: "c-1", order).expect(201)["rewards"][0])
    }

    @Test("until its order is paid, a reward has no release time")
    func placed() throws {
        let (shop, reward) = try shop("placed")
        #expect(reward["status"] == "pending")
        #expect(reward["release_at"] == .null)
        let paid = try shop.report(.orderState("1001", "paid")).expect(201)["rewards"][0]
        #expect(paid["id"] == reward["id"])
        #expect(paid["release_at"] != .null)
        #expect(try shop.read("/v1/orders/1001")["state"] == "paid")
    }

    @Test("delivery also releases what waits for the payment")
    func deliveredReleasesPaid() throws {
        let (shop, _) = try shop("placed")
        #expect(try shop.report(.orderState("1001", "delivered")).expect(201)["rewards"][0]["release_at"] != .null)
    }

    @Test("a program that releases on delivery starts the hold then")
    func releaseOnDelivery() throws {
        let (shop, reward) = try shop("paid", releaseOn: "delivered")
        #expect(reward["release_at"] == .null)
        let now = Moment.now
        let event = JSONValue.orderState("1001", "delivered").with(["occurred_at": .string(now.text)])
        let released = try shop.report(event).expect(201)["rewards"][0]
        #expect(released["release_at"] == .string(now.adding(days: 14).text))
        #expect(released["status"] == "pending")
    }

    @Test("an order that comes to nothing reverses its reward", arguments: ["cancelled", "returned", "refused"])
    func ended(state: String) throws {
        let (shop, reward) = try shop("paid")
        let changed = try shop.report(.orderState("1001", state)).expect(201)["rewards"][0]
        #expect(changed["status"] == "reversed")
        #expect(try shop.read("/v1/rewards/\(reward["id"].string)")["status"] == "reversed")
        #expect(try shop.read("/v1/orders/1001")["state"] == .string(state))
        try shop.expectSound()
    }

    @Test(
        "a step back is a conflict, and changes nothing",
        arguments: [("delivered", "paid"), ("paid", "placed"), ("cancelled", "delivered"), ("returned", "paid")])
    func stepBack(from: String, to: String) throws {
        let (shop, _) = try shop("placed")
        try shop.report(.orderState("1001", from)).expect(201)
        let (order, rewards) = (try shop.read("/v1/orders/1001"), try shop.read("/v1/rewards"))
        try shop.report(.orderState("1001", to)).expectProblem(409)
        #expect(try shop.read("/v1/orders/1001") == order)
        #expect(try shop.read("/v1/rewards") == rewards)
    }
}

@Suite("Early news: what comes before its order waits for it")
struct EarlyNewsTests {
    let shop: Shop
    let order: JSONValue

    init() throws {
        shop = try Shop.open()
        order = .purchase("1001", by: "c-1", ["code": .string(try shop.enrol("asha").code), "state": "placed"])
    }

    @Test("a refund that comes first is kept and applied when the order comes")
    func refund() throws {
        let early = try shop.report(.refund("1001", "r-1", ["amount": 30_000])).expect(202)
        #expect(early["event"]["replayed"] == false)
        #expect(early["conversion"] == .null)
        try shop.get("/v1/orders/1001").expectProblem(404)
        let reward = try shop.report(order).expect(201)["rewards"][0]
        #expect(reward["reversed_amount"] == 1500)
        #expect(try shop.read("/v1/rewards/\(reward["id"].string)")["reversed_amount"] == 1500)
        try shop.expectSound()
    }

    @Test("a refund of everything that comes first leaves nothing of the reward")
    func wholeRefund() throws {
        try shop.report(.refund("1001")).expect(202)
        #expect(try shop.report(order).expect(201)["rewards"][0]["status"] == "reversed")
    }

    @Test("a state that comes first is kept and applied when the order comes")
    func state() throws {
        try shop.report(.orderState("1001", "delivered")).expect(202)
        let reward = try shop.report(order).expect(201)["rewards"][0]
        #expect(reward["release_at"] != .null)
        #expect(try shop.read("/v1/orders/1001")["state"] == "delivered")
    }

    @Test("a cancellation that comes first leaves nothing of the reward")
    func cancellation() throws {
        try shop.report(.orderState("1001", "cancelled")).expect(202)
        #expect(try shop.report(order).expect(201)["rewards"][0]["status"] == "reversed")
        #expect(try shop.read("/v1/orders/1001")["state"] == "cancelled")
    }

    @Test("what waits is not applied twice when it is sent again")
    func repeated() throws {
        let refund = JSONValue.refund("1001", "r-1", ["amount": 30_000])
        try shop.report(refund).expect(202)
        let again = try shop.report(refund).expect(200)
        #expect(again["event"]["replayed"] == true)
        #expect(try shop.report(order).expect(201)["rewards"][0]["reversed_amount"] == 1500)
        try shop.report(refund).expect(200)
        #expect(try shop.read("/v1/rewards")["data"][0]["reversed_amount"] == 1500)
    }
}
