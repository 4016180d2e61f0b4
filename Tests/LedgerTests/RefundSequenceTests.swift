import Domain
import Ledger
import TestSupport
import Testing

@Suite("Refunds in any number of steps")
struct RefundSequenceTests {
    private static let seeds = 0..<400 as Range<UInt64>

    @Test("take back more and more, never more than was granted, and in the end all", arguments: seeds)
    func monotone(number: UInt64) {
        var seed = Seed(number)
        let (rule, order, rewards) = randomGrant(using: &seed)
        for reward in rewards {
            var reward = reward
            for order in refunds(of: order, using: &seed) {
                let earlier = reward.reversed
                if let change = orderShrank(reward, order: order) {
                    reward = change.reward
                    #expect(reward.reversed > earlier, "\(seed)")
                    #expect(change.entries.map(\.amount) == [reward.reversed - earlier], "\(seed)")
                }
                #expect(reward.reversed <= reward.value.amount, "\(seed) \(rule)")
                #expect((reward.status == .reversed) == (reward.reversed == reward.value.amount), "\(seed)")
            }
            #expect(reward.reversed == reward.value.amount, "\(seed)")
            #expect(reward.status == .reversed, "\(seed)")
        }
    }

    @Test("end where one refund does: only what is left of the order counts", arguments: seeds)
    func pathIndependent(number: UInt64) {
        var seed = Seed(number)
        let (_, order, rewards) = randomGrant(using: &seed)
        for reward in rewards {
            var stepped = reward
            for order in refunds(of: order, using: &seed) {
                stepped = orderShrank(stepped, order: order)?.reward ?? stepped
                let atOnce = orderShrank(reward, order: order)?.reward ?? reward
                #expect(stepped == atOnce, "\(seed)")
                #expect(orderShrank(stepped, order: order) == nil, "\(seed)")
            }
        }
    }

    @Test("change nothing before the first one", arguments: seeds)
    func unchanged(number: UInt64) {
        var seed = Seed(number)
        let (_, order, rewards) = randomGrant(using: &seed)
        #expect(rewards.allSatisfy { orderShrank($0, order: order) == nil }, "\(seed)")
    }

    @Test("leave a split within one unit a referrer of the rule's amount", arguments: seeds)
    func sumOfParts(number: UInt64) {
        var seed = Seed(number)
        let (rule, order, rewards) = randomGrant(using: &seed)
        for order in refunds(of: order, using: &seed) {
            let anew = grant([rule], .purchase(order), now: bought).values.reduce(0) { $0 + $1.amount }
            let left = rewards.map { orderShrank($0, order: order)?.reward ?? $0 }
                .reduce(0) { $0 + $1.value.amount - $1.reversed }
            #expect(left <= anew + Int64(rewards.count) - 1 || left == 0, "\(seed)")
            #expect(left >= anew - Int64(rewards.count), "\(seed)")
        }
    }
}

/// A random divisible rule, an order that meets it, and what it granted.
private func randomGrant(using seed: inout Seed) -> (rule: RewardRule, order: Order, rewards: [Reward]) {
    let amount = Int64.random(in: 10_000...300_000, using: &seed)
    let share = BasisPoints(.random(in: 1...10_000, using: &seed))
    let rule = RewardRule.example(
        seed.chance(70)
            ? .percent(share, max: seed.chance(50) ? .random(in: 1...5000, using: &seed) : nil)
            : .flat(.random(in: 1...5000, using: &seed)),
        seed.chance(50) ? .cash : .points, minimum: seed.chance(50) ? .random(in: 0...10_000, using: &seed) : nil)
    let order = Order.example(amount, refunded: seed.chance(20) ? .random(in: 0...(amount - 10_000), using: &seed) : 0)
    let granted = grant([rule], .purchase(order, credits: .random(using: &seed)), now: bought)
    return (rule, order, granted.rewards.map(\.reward))
}

/// The order after each of some refunds, the last one of all that was left.
private func refunds(of order: Order, using seed: inout Seed) -> [Order] {
    var order = order
    var orders: [Order] = []
    for _ in 0..<Int.random(in: 0...8, using: &seed) {
        order.refunded += .random(in: 0...order.remaining, using: &seed)
        orders.append(order)
    }
    order.refunded = order.amount
    return orders + [order]
}
