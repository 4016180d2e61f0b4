import TestSupport
import Testing

@Suite("Rewards: what a rule grants")
struct RewardTests {
    /// What a purchase through asha's code comes to, under these rules.
    private func purchase(_ rules: JSONValue..., order: JSONValue = [:]) throws -> JSONValue {
        let shop = try Shop.open(.diwali.with(["rewards": .array(rules)]))
        let code = try shop.enrol("asha").code
        return try shop.purchase("1001", by: "c-1", order.with(["code": .string(code)])).expect(201)
    }

    private func rule(_ more: JSONValue) -> JSONValue {
        JSONValue.thanks.with(more)
    }

    @Test("a percentage is rounded down to a minor unit")
    func roundedDown() throws {
        #expect(try purchase(.thanks, order: ["amount": 999])["rewards"][0]["amount"] == 49)
    }

    @Test("a percentage stops at its maximum")
    func maximum() throws {
        let rule = rule(["value": ["percent_bp": 500, "max": 5000]])
        #expect(try purchase(rule)["rewards"][0]["amount"] == 5000)
    }

    @Test("a flat amount does not depend on the order")
    func flat() throws {
        let reply = try purchase(rule(["value": ["flat": 10_000]]), order: ["amount": 100])
        #expect(reply["rewards"][0]["amount"] == 10_000)
    }

    @Test("each kind of reward is granted as such", arguments: ["cash", "points", "coupon", "gift_card"])
    func kinds(kind: String) throws {
        let reward = try purchase(rule(["kind": .string(kind), "value": ["flat": 250]]))["rewards"][0]
        #expect(reward["kind"] == .string(kind))
        #expect(reward["amount"] == 250)
    }

    @Test("two rules reward both the referrer and the invitee")
    func both() throws {
        let rewards = try purchase(.thanks, rule(["name": "welcome", "beneficiary": "invitee"]))["rewards"].list
        #expect(Set(rewards.map { $0["rule"].string }) == ["thanks", "welcome"])
        #expect(Set(rewards.map { $0["beneficiary"].string }) == ["referrer", "invitee"])
    }

    @Test("a rule that benefits nobody grants nothing")
    func nobody() throws {
        let reply = try purchase(rule(["beneficiary": "none"]))
        #expect(reply["conversion"]["status"] == "credited")
        #expect(reply["rewards"] == [])
    }

    @Test("an order below the minimum is credited, and its reward is refused with the reason")
    func belowMinimum() throws {
        let rule = rule(["min_order": 50_000])
        #expect(try purchase(rule, order: ["amount": 50_000])["rewards"].list.count == 1)
        let reply = try purchase(rule, order: ["amount": 49_999])
        #expect(reply["conversion"]["status"] == "credited")
        #expect(reply["rewards"] == [])
        #expect(reply["refused_rewards"][0]["rule"] == "thanks")
        #expect(reply["refused_rewards"][0]["reason"] == "below_minimum")
        #expect(!reply["refused_rewards"][0]["detail"].string.isEmpty)
    }

    @Test("an order in another currency is credited, and its reward is refused with the reason")
    func otherCurrency() throws {
        let reply = try purchase(.thanks, order: ["currency": "USD"])
        #expect(reply["conversion"]["status"] == "credited")
        #expect(reply["refused_rewards"][0]["reason"] == "currency_mismatch")
    }

    @Test("without a hold a reward is approved at once")
    func noHold() throws {
        let reward = try purchase(rule(["hold_days": 0]))["rewards"][0]
        #expect(reward["status"] == "approved")
        #expect(reward["release_at"] != .null)
    }

    @Test("where rewards are not approved by themselves, one without a hold waits for the admin")
    func manualApproval() throws {
        let program = JSONValue.diwali(granting: rule(["hold_days": 0])).with(["auto_approve": false])
        let shop = try Shop.open(program)
        let code = try shop.enrol("asha").code
        let reply = try shop.purchase("1001", by: "c-1", ["code": .string(code)]).expect(201)
        #expect(reply["rewards"][0]["status"] == "pending")
    }

    @Test("a reward whose hold has ended is approved, at once or soon after it ends")
    func holdEnds() throws {
        let shop = try Shop.open()
        let code = JSONValue.string(try shop.enrol("asha").code)
        let long = Moment.now.adding(days: -15)
        let over = try shop.purchase("1001", by: "c-1", ["code": code, "occurred_at": .string(long.text)]).expect(201)
        #expect(over["rewards"][0]["status"] == "approved")
        let soon = Moment(milliseconds: Moment.now.adding(days: -14).milliseconds + 500)
        let order: JSONValue = ["code": code, "occurred_at": .string(soon.text)]
        let reward = try shop.purchase("1002", by: "c-2", order).expect(201)["rewards"][0]
        let deadline = ContinuousClock.now + .seconds(30)
        var read = try shop.read("/v1/rewards/\(reward["id"].string)")
        while read["status"] == "pending", ContinuousClock.now < deadline {
            read = try shop.read("/v1/rewards/\(reward["id"].string)")
        }
        #expect(read["status"] == "approved")
        #expect(read["release_at"] == .string(soon.adding(days: 14).text))
        try shop.expectSound()
    }
}
