import Domain
import Ledger
import Testing

@Suite("A clawback")
struct ClawbackTests {
    @Test("computes a percentage anew on what is left, and takes back the difference")
    func partial() throws {
        let reward = try granted(.fivePercent(), .purchase()).reward
        let change = try #require(orderShrank(reward, order: .example(refunded: 40_000)))
        #expect(change.reward.reversed == 2000)
        #expect(change.reward.status == .approved)
        #expect(change.entries.map(\.summary) == ["2000 available>cost reversed"])
    }

    @Test("adds up over several refunds")
    func repeated() throws {
        let reward = try granted(.fivePercent(), .purchase()).reward
        let first = try #require(orderShrank(reward, order: .example(refunded: 10))).reward
        #expect(first.reversed == 1)
        let second = try #require(orderShrank(first, order: .example(refunded: 40_000)))
        #expect(second.reward.reversed == 2000)
        #expect(second.entries.map(\.summary) == ["1999 available>cost reversed"])
    }

    @Test("takes back nothing of a flat reward while the order still meets the rule")
    func flat() throws {
        let reward = try granted(.example(minimum: 50_000), .purchase()).reward
        #expect(orderShrank(reward, order: .example(refunded: 50_000)) == nil)
    }

    @Test(
        "takes back all of it below the minimum order, however little the share fell",
        arguments: [RewardRule.example(.flat(5000), minimum: 50_000), .fivePercent(minimum: 50_000)])
    func belowMinimum(rule: RewardRule) throws {
        let reward = try granted(rule, .purchase()).reward
        let change = try #require(orderShrank(reward, order: .example(refunded: 50_001)))
        #expect(change.reward.status == .reversed)
        #expect(change.reward.reversed == 5000)
        #expect(change.entries.map(\.summary) == ["5000 available>cost reversed"])
    }

    @Test(
        "takes back all of it when nothing is left of the order",
        arguments: [
            Order.example(refunded: 100_000), .example(100_000, .cancelled), .example(100_000, .returned),
            .example(100_000, .refused),
        ])
    func nothingLeft(order: Order) throws {
        for rule in [RewardRule.example(.flat(5000)), .fivePercent(), .fivePercent(.points)] {
            let reward = try granted(rule, .purchase()).reward
            let change = try #require(orderShrank(reward, order: order))
            #expect(change.reward.status == .reversed)
            #expect(change.reward.reversed == 5000)
        }
    }

    @Test("takes back all of it when the share of what is left rounds to nothing")
    func roundsToNothing() throws {
        let reward = try granted(.fivePercent(), .purchase()).reward
        let change = try #require(orderShrank(reward, order: .example(refunded: 99_981)))
        #expect(change.reward.status == .reversed)
    }

    @Test("takes back nothing while the share of what is left is still above the maximum")
    func aboveMaximum() throws {
        let reward = try granted(.fivePercent(max: 1000), .purchase()).reward
        #expect(orderShrank(reward, order: .example(refunded: 80_000)) == nil)
        #expect(orderShrank(reward, order: .example(refunded: 80_020))?.reward.reversed == 1)
    }

    @Test(
        "goes from where the reward stands back to the program's cost",
        arguments: [
            (RewardStatus.pending, "held"), (.approved, "available"), (.issued, "available"), (.redeemed, "available"),
        ])
    func standing(status: RewardStatus, place: String) throws {
        var reward = try granted(.example(), .purchase()).reward
        reward.status = status
        let change = try #require(orderShrank(reward, order: .example(100_000, .returned)))
        #expect(change.entries.map(\.summary) == ["500 \(place)>cost reversed"])
        #expect(change.reward.status == .reversed)
    }

    @Test("leaves a partly reversed reward in its status", arguments: [RewardStatus.pending, .issued, .redeemed])
    func statusStays(status: RewardStatus) throws {
        var reward = try granted(.fivePercent(), .purchase()).reward
        reward.status = status
        #expect(orderShrank(reward, order: .example(refunded: 40_000))?.reward.status == status)
    }

    @Test("leaves a reward at its end as it is", arguments: RewardStatus.allCases.filter(\.isEnd))
    func ended(status: RewardStatus) throws {
        var reward = try granted(.example(), .purchase(.example(100_000, .placed))).reward
        reward.status = status
        #expect(orderShrank(reward, order: .example(100_000, .cancelled)) == nil)
        #expect(orderAdvanced(reward, order: .example(100_000, .delivered), now: bought) == nil)
        reward.releaseAt = bought
        #expect(due(reward, now: bought) == nil)
    }

    @Test("takes a coupon back whole or not at all, without entries")
    func coupon() throws {
        for rule in [RewardRule.fivePercent(.coupon, minimum: 50_000), .example(.flat(500), .coupon, minimum: 50_000)] {
            let reward = try granted(rule, .purchase()).reward
            #expect(orderShrank(reward, order: .example(refunded: 50_000)) == nil)
            let change = try #require(orderShrank(reward, order: .example(refunded: 50_001)))
            #expect(change.reward.status == .reversed)
            #expect(change.reward.reversed == reward.value.amount)
            #expect(change.entries.isEmpty)
        }
    }

    @Test("takes from each part of a split its share of the difference")
    func split() throws {
        let granted = grant([.fivePercent()], .purchase(credits: .split(4000, 2000, 4000)), now: bought)
        let changes = granted.rewards.compactMap { orderShrank($0.reward, order: .example(refunded: 40_000)) }
        #expect(changes.map(\.reward.reversed) == [800, 400, 800])
    }

    @Test("leaves the odd unit of a split where it was, when nothing changes")
    func oddUnit() throws {
        let granted = grant([.fivePercent(max: 1001)], .purchase(credits: .split(5000, 5000)), now: bought)
        #expect(granted.values == [.rupees(501), .rupees(500)])
        #expect(granted.rewards.allSatisfy { orderShrank($0.reward, order: .example()) == nil })
        #expect(granted.rewards.allSatisfy { orderShrank($0.reward, order: .example(refunded: 1000)) == nil })
    }

    @Test("gives nothing again when the order grows")
    func grows() throws {
        let reward = try granted(.fivePercent(), .purchase()).reward
        let shrunk = try #require(orderShrank(reward, order: .example(refunded: 40_000))).reward
        #expect(orderShrank(shrunk, order: .example(refunded: 20_000)) == nil)
    }

    @Test("computes points and gift cards anew as it does cash")
    func kinds() throws {
        for kind in [RewardKind.points, .giftCard] {
            let reward = try granted(.fivePercent(kind), .purchase()).reward
            #expect(orderShrank(reward, order: .example(refunded: 40_000))?.reward.reversed == 2000)
        }
    }

    @Test("is exact for amounts of all 64 bits")
    func large() throws {
        let order = Order.example(.max)
        let granted = grant(
            [.example(.percent(.whole, max: nil))], .purchase(order, credits: .split(3333, 6667)), now: bought)
        #expect(granted.values.reduce(0) { $0 + $1.amount } == .max)
        #expect(granted.rewards.allSatisfy { orderShrank($0.reward, order: order) == nil })
        let refunded = Order.example(.max, refunded: .max)
        #expect(granted.rewards.compactMap { orderShrank($0.reward, order: refunded) }.count == 2)
    }
}
