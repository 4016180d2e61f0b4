import Domain
import Ledger
import Testing

@Suite("A reward is released")
struct ReleaseTests {
    @Test("once its order's state is reached: the hold then ends that many days later")
    func holdFromPurchase() throws {
        let change = try granted(.example(hold: 14), .purchase(.example(100_000, .paid)))
        #expect(change.reward.status == .pending)
        #expect(change.reward.releaseAt == bought + 14 * Timestamp.day)
    }

    @Test("at no set time while its order has not got there")
    func waitsForState() throws {
        let reward = try granted(.example(), .purchase(.example(100_000, .paid), releaseOn: .delivered)).reward
        #expect(reward.status == .pending)
        #expect(reward.releaseAt == nil)
        #expect(due(reward, now: bought + 1000 * Timestamp.day) == nil)
    }

    @Test("for a signup from the conversion on, whatever state orders wait for")
    func holdFromSignup() throws {
        let reward = try granted(.example(trigger: .signup, hold: 3), .signup()).reward
        #expect(reward.releaseAt == bought + 3 * Timestamp.day)
    }

    @Test("at once without a hold: granted and approved are then two entries")
    func atOnce() throws {
        let change = try granted(.example(), .purchase())
        #expect(change.reward.status == .approved)
        #expect(change.entries.map(\.summary) == ["500 cost>held granted", "500 held>available approved"])
    }

    @Test("at once when it is recorded after its hold has ended")
    func recordedLate() throws {
        let context = GrantContext.purchase()
        let end = bought + 14 * Timestamp.day
        #expect(try granted(.example(hold: 14), context, now: end).reward.status == .approved)
        #expect(try granted(.example(hold: 14), context, now: end + -1).reward.status == .pending)
    }

    @Test("by a later state too: delivered also releases what waits for paid")
    func laterState() throws {
        let reward = try granted(.example(hold: 1), .purchase(.example(100_000, .placed))).reward
        #expect(reward.releaseAt == nil)
        let delivered = bought + 5 * Timestamp.day
        let change = orderAdvanced(reward, order: .example(100_000, .delivered), now: delivered)
        #expect(change?.reward.releaseAt == delivered + Timestamp.day)
        #expect(change?.reward.status == .pending)
        #expect(change?.entries == [])
    }

    @Test("when its order advances and there is no hold")
    func advancedWithoutHold() throws {
        let reward = try granted(.example(), .purchase(.example(100_000, .placed))).reward
        let change = orderAdvanced(reward, order: .example(100_000, .paid), now: bought + 1)
        #expect(change?.reward.status == .approved)
        #expect(change?.reward.releaseAt == bought + 1)
        #expect(change?.entries.map(\.summary) == ["500 held>available approved"])
    }

    @Test("once: a second advance changes nothing")
    func advancedTwice() throws {
        let reward = try granted(.example(hold: 1), .purchase(.example(100_000, .placed))).reward
        let change = try #require(orderAdvanced(reward, order: .example(100_000, .paid), now: bought))
        #expect(orderAdvanced(change.reward, order: .example(100_000, .delivered), now: bought + 1) == nil)
    }

    @Test(
        "not by a state before the one it waits for, nor by an end of the order",
        arguments: [OrderState.placed, .paid, .cancelled, .returned, .refused])
    func notYet(state: OrderState) throws {
        let placed = GrantContext.purchase(.example(100_000, .placed), releaseOn: .delivered)
        let reward = try granted(.example(), placed).reward
        #expect(orderAdvanced(reward, order: .example(100_000, state), now: bought) == nil)
    }

    @Test("at the very end of its hold, not a millisecond before")
    func dueAtTheEnd() throws {
        let reward = try granted(.example(hold: 14), .purchase()).reward
        let end = bought + 14 * Timestamp.day
        #expect(due(reward, now: end + -1) == nil)
        let change = try #require(due(reward, now: end))
        #expect(change.reward.status == .approved)
        #expect(change.entries.map(\.summary) == ["500 held>available approved"])
        #expect(due(change.reward, now: end) == nil)
    }

    @Test("by hand only, where it does not approve itself")
    func byHand() throws {
        let reward = try granted(.example(), .purchase(autoApprove: false)).reward
        #expect(reward.status == .pending)
        #expect(reward.releaseAt == bought)
        #expect(due(reward, now: bought) == nil)
        #expect(approve(reward, now: bought)?.reward.status == .approved)
        #expect(approve(reward, now: bought)?.entries.map(\.summary) == ["500 held>available approved"])
    }

    @Test("by hand only after its hold")
    func byHandAfterHold() throws {
        let reward = try granted(.example(hold: 1), .purchase(autoApprove: false)).reward
        #expect(approve(reward, now: bought) == nil)
        #expect(approve(reward, now: bought + Timestamp.day) != nil)
    }

    @Test("with what refunds have left of it")
    func dueAfterRefund() throws {
        var rule = RewardRule.fivePercent()
        rule.holdDays = 14
        let reward = try granted(rule, .purchase()).reward
        let shrunk = try #require(orderShrank(reward, order: .example(refunded: 40_000))).reward
        let change = try #require(due(shrunk, now: bought + 14 * Timestamp.day))
        #expect(change.entries.map(\.summary) == ["3000 held>available approved"])
    }

    @Test("as a coupon without entries")
    func coupon() throws {
        let change = try granted(.fivePercent(.coupon), .purchase())
        #expect(change.reward.status == .approved)
        #expect(change.entries.isEmpty)
    }

    @Test("never, if the days of its hold go beyond time")
    func endlessHold() throws {
        let reward = try granted(.example(hold: .max), .purchase()).reward
        #expect(reward.status == .pending)
        #expect(reward.releaseAt == Timestamp(milliseconds: .max))
    }
}
