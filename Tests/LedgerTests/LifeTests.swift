import Domain
import Ledger
import TestSupport
import Testing

@Suite("Whatever happens to an order, in any order")
struct LifeTests {
    @Test("the ledger tells what the rewards tell", arguments: 0..<600 as Range<UInt64>)
    func anyLife(number: UInt64) {
        var seed = Seed(number)
        var life = Life(using: &seed)
        life.check("\(seed) granted")
        for step in 0..<12 {
            let happened = life.step(using: &seed)
            life.check("\(seed) step \(step): \(happened)")
        }
        life.order.state = .returned
        life.change { orderShrank($0, order: $1) }
        life.check("\(seed) returned")
        #expect(life.rewards.allSatisfy { $0.status == .reversed }, "\(seed)")
        #expect(balances(life.entries.flatMap(\.self)).values.allSatisfy { $0 == 0 }, "\(seed)")
    }
}

/// One order with its rewards and each reward's entries, moved along by a seed.
private struct Life {
    var order: Order
    var now = bought
    var rewards: [Reward]
    var entries: [[Entry]]

    init(using seed: inout Seed) {
        order = .example(.random(in: 1...200_000, using: &seed), seed.pick([.placed, .paid, .delivered]))
        let rules = (0..<Int.random(in: 1...4, using: &seed)).map { _ in RewardRule.random(using: &seed) }
        let context = GrantContext.purchase(
            order, credits: .random(using: &seed), releaseOn: seed.pick([.placed, .paid, .delivered]),
            autoApprove: seed.chance(70))
        let granted = grant(rules, context, now: bought + Int64.random(in: 0...3, using: &seed) * Timestamp.day)
        rewards = granted.rewards.map(\.reward)
        entries = granted.rewards.map(\.entries)
    }

    mutating func step(using seed: inout Seed) -> String {
        now = now + .random(in: 0...(2 * Timestamp.day), using: &seed)
        let now = now
        switch Int.random(in: 0..<10, using: &seed) {
        case 0..<3:
            order.refunded += .random(in: 0...(order.amount - order.refunded) / 3, using: &seed)
            change { orderShrank($0, order: $1) }
            return "refunded \(order.refunded) of \(order.amount)"
        case 3..<6:
            let next = seed.pick([OrderState.placed, .paid, .delivered])
            guard order.state.canBecome(next) else { return "nothing" }
            order.state = next
            change { orderAdvanced($0, order: $1, now: now) }
            return next.rawValue
        case 6..<9:
            change { reward, _ in due(reward, now: now) }
            return "time passed"
        default:
            change { reward, _ in approve(reward, now: now) }
            return "approved by hand"
        }
    }

    mutating func change(_ rule: (Reward, Order) -> RewardChange?) {
        for index in rewards.indices {
            guard let change = rule(rewards[index], order) else { continue }
            #expect(change.reward != rewards[index])
            rewards[index] = change.reward
            entries[index] += change.entries
        }
    }

    /// Nothing is paid out in these lives, so no person's account may be below zero.
    func check(_ moment: String) {
        let all = balances(entries.flatMap(\.self))
        for unit in [LedgerUnit.rupee, .points] {
            #expect(all.filter { $0.key.unit == unit }.values.reduce(0, +) == 0, "\(moment)")
        }
        #expect(all.allSatisfy { $0.value >= 0 || $0.key.account == .programCost(diwali) }, "\(moment)")
        for (reward, entries) in zip(rewards, entries) {
            let left = reward.kind.hasEntries ? reward.value.amount - reward.reversed : 0
            let own = balances(entries).reduce(into: [:]) { $0[$1.key.account] = $1.value }
            #expect(own[.held(reward.person), default: 0] == (reward.status == .pending ? left : 0), "\(moment)")
            #expect(own[.available(reward.person), default: 0] == (reward.status == .approved ? left : 0), "\(moment)")
            #expect(own[.programCost(diwali), default: 0] == -left, "\(moment)")
            #expect(0...reward.value.amount ~= reward.reversed, "\(moment)")
        }
    }
}

extension RewardRule {
    fileprivate static func random(using seed: inout Seed) -> RewardRule {
        let share = BasisPoints(.random(in: 1...3000, using: &seed))
        return .example(
            seed.chance(60)
                ? .percent(share, max: seed.chance(40) ? .random(in: 1...5000, using: &seed) : nil)
                : .flat(.random(in: 1...5000, using: &seed)),
            seed.pick(RewardKind.allCases), to: seed.pick([.referrer, .referrer, .invitee]),
            minimum: seed.chance(40) ? .random(in: 0...100_000, using: &seed) : nil,
            hold: .random(in: 0...5, using: &seed))
    }
}
