import Domain
import Ledger
import Testing

@Suite("A rule grants")
struct GrantTests {
    private static let values: [(RewardRule, RewardValue)] = [
        (.example(.flat(500), .cash), .rupees(500)),
        (.example(.flat(500), .giftCard), .rupees(500)),
        (.example(.flat(500), .coupon), .rupees(500)),
        (.example(.flat(500), .points), .points(500)),
        (.fivePercent(.cash), .rupees(4995)),
        (.fivePercent(.giftCard), .rupees(4995)),
        (.fivePercent(.points), .points(4995)),
        (.fivePercent(.coupon), .face(BasisPoints(500))),
        (.fivePercent(.cash, max: 4000), .rupees(4000)),
        (.fivePercent(.points, max: 4000), .points(4000)),
        (.fivePercent(.cash, max: 4995), .rupees(4995)),
    ]

    @Test("an amount of its kind: flat or a share of the order, up to its maximum", arguments: values)
    func amounts(rule: RewardRule, value: RewardValue) {
        #expect(grant([rule], .purchase(.example(99_919)), now: bought).values == [value])
    }

    @Test("a share of what earlier refunds have left of the order")
    func shareOfRemaining() throws {
        let order = Order.example(100_000, refunded: 40_000)
        #expect(try granted(.fivePercent(), .purchase(order)).reward.value == .rupees(3000))
    }

    @Test("a signup's flat reward, without any order")
    func signup() throws {
        let rule = RewardRule.example(.flat(100), .points, trigger: .signup, to: .invitee, minimum: 5000)
        #expect(try granted(rule, .signup()).reward.value == .points(100))
    }

    @Test("to the referrer or to the invitee, and both by two rules")
    func beneficiaries() {
        let rules: [RewardRule] = [.example(to: .referrer), .example(to: .invitee), .example(to: .none)]
        let granted = grant(rules, .purchase(), now: bought)
        #expect(granted.people == [.referrer(ada), .customer(dev)])
        #expect(granted.refused.isEmpty)
    }

    @Test("the invitee one whole reward, however many referrers share the credit")
    func inviteeIsNotSplit() throws {
        let reward = try granted(.example(to: .invitee), .purchase(credits: .split(5000, 5000))).reward
        #expect(reward.value == .rupees(500))
        #expect(reward.terms.share == .whole)
    }

    @Test("nothing, and refuses nothing, for another kind of conversion")
    func otherTrigger() {
        #expect(grant([.example(trigger: .signup)], .purchase(), now: bought) == grant([], .purchase(), now: bought))
        #expect(grant([.example(trigger: .purchase)], .signup(), now: bought).refused.isEmpty)
        #expect(grant([.example(trigger: .purchase)], .signup(), now: bought).rewards.isEmpty)
    }

    @Test("nothing, and refuses nothing, when nobody is credited")
    func nobodyCredited() {
        let rules: [RewardRule] = [.example(), .example(to: .invitee), .example(minimum: 1_000_000)]
        let granted = grant(rules, .purchase(credits: []), now: bought)
        #expect(granted.rewards.isEmpty)
        #expect(granted.refused.isEmpty)
    }

    @Test("a reward that keeps what was promised")
    func terms() throws {
        let rule = RewardRule.example(.percent(BasisPoints(500), max: 900), minimum: 1000, hold: 14)
        let reward = try granted(rule, .purchase(releaseOn: .delivered, autoApprove: false)).reward
        #expect(
            reward.terms
                == RewardTerms(
                    holdDays: 14, releaseOn: .delivered, autoApprove: false, minimumOrder: 1000, value: rule.value,
                    share: .whole))
        #expect(reward.program == diwali)
        #expect(reward.rule == "thanks")
        #expect(reward.reversed == 0)
    }

    @Test("with an entry from the program's cost to what the person has on hold")
    func entry() throws {
        let change = try granted(.example(.flat(500), hold: 14), .purchase())
        #expect(
            change.entries == [
                Entry(
                    from: .programCost(diwali), to: .held(.referrer(ada)), amount: 500, unit: .rupee, cause: .granted)
            ])
        #expect(change.reward.status == .pending)
    }

    @Test("points as points, a gift card as money, a coupon without entries")
    func units() throws {
        #expect(try granted(.example(.flat(5), .points), .purchase()).entries.map(\.unit) == [.points, .points])
        #expect(try granted(.example(.flat(5), .giftCard), .purchase()).entries.map(\.unit) == [.rupee, .rupee])
        #expect(try granted(.example(.flat(5), .coupon), .purchase()).entries.isEmpty)
        #expect(try granted(.fivePercent(.coupon), .purchase()).entries.isEmpty)
    }
}
