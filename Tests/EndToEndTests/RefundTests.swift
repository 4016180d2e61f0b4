import TestSupport
import Testing

@Suite("Refunds: rewards follow what is left of an order")
struct RefundTests {
    private func shop(_ rule: JSONValue = .thanks, amount: JSONValue = 129_900) throws -> (Shop, reward: JSONValue) {
        let shop = try Shop.open(.diwali(granting: rule))
        let code = try shop.enrol("asha").code
        let order: JSONValue = ["code": .string(code), "amount": amount]
        return (shop, try shop.purchase("1001", by: "c-1", order).expect(201)["rewards"][0])
    }

    @Test("partial refunds take back the difference to what is left, step by step")
    func partial() throws {
        let (shop, reward) = try shop()
        let first = try shop.report(.refund("1001", "r-1", ["amount": 30_000])).expect(201)["rewards"][0]
        #expect(first["id"] == reward["id"])
        #expect(first["reversed_amount"] == 1500)
        #expect(first["status"] == "pending")
        let second = try shop.report(.refund("1001", "r-2", ["amount": 30_001])).expect(201)["rewards"][0]
        #expect(second["reversed_amount"] == .integer(6495 - 3494))
        let rest = try shop.report(.refund("1001", "r-3")).expect(201)["rewards"][0]
        #expect(rest["reversed_amount"] == 6495)
        #expect(rest["status"] == "reversed")
        try shop.expectSound()
    }

    @Test("a refund that takes the order below the minimum reverses all of the reward")
    func belowMinimum() throws {
        let (shop, _) = try shop(.thanks.with(["min_order": 50_000]), amount: 60_000)
        let reward = try shop.report(.refund("1001", "r-1", ["amount": 10_001])).expect(201)["rewards"][0]
        #expect(reward["status"] == "reversed")
        #expect(reward["reversed_amount"] == 3000)
    }

    @Test("an approved reward is reversed as well")
    func approved() throws {
        let (shop, reward) = try shop(.thanks.with(["hold_days": 0]))
        #expect(reward["status"] == "approved")
        #expect(try shop.report(.refund("1001")).expect(201)["rewards"][0]["status"] == "reversed")
        try shop.expectSound()
    }

    @Test("more than what is left to refund is refused, and changes nothing")
    func tooMuch() throws {
        let (shop, reward) = try shop()
        try shop.report(.refund("1001", "r-1", ["amount": 100_000])).expect(201)
        let before = try shop.read("/v1/orders/1001")
        try shop.report(.refund("1001", "r-2", ["amount": 29_901])).expectProblem(422)
        #expect(try shop.read("/v1/orders/1001") == before)
        #expect(try shop.read("/v1/rewards/\(reward["id"].string)")["reversed_amount"] == 5000)
    }

    @Test("the same refund again changes nothing")
    func repeated() throws {
        let (shop, reward) = try shop()
        let refund = JSONValue.refund("1001", "r-1", ["amount": 30_000])
        let first = try shop.report(refund).expect(201)
        let again = try shop.report(refund).expect(200)
        #expect(again["event"]["replayed"] == true)
        #expect(again.withoutReplayed == first.withoutReplayed)
        #expect(try shop.read("/v1/rewards/\(reward["id"].string)")["reversed_amount"] == 1500)
    }
}
