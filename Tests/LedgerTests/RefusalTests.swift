import Domain
import Ledger
import Testing

@Suite("A rule is refused")
struct RefusalTests {
    @Test("when the order is below its minimum, with both numbers")
    func belowMinimum() {
        let granted = grant([.example(minimum: 50_000)], .purchase(.example(49_999)), now: bought)
        #expect(granted.rewards.isEmpty)
        #expect(
            granted.refused == [
                .example(.belowMinimum, "the order comes to 49999 INR; the rule asks for at least 50000")
            ])
    }

    @Test("by what refunds have left of the order, not by what it was")
    func refundedBelowMinimum() {
        let order = Order.example(60_000, refunded: 10_001)
        #expect(grant([.example(minimum: 50_000)], .purchase(order), now: bought).refusals == [.belowMinimum])
    }

    @Test("not at exactly its minimum")
    func atMinimum() {
        #expect(grant([.example(minimum: 50_000)], .purchase(.example(50_000)), now: bought).refused.isEmpty)
    }

    @Test(
        "when nothing is left of the order",
        arguments: [
            Order.example(0), .example(100, refunded: 100), .example(100, .cancelled), .example(100, .returned),
            .example(100, .refused),
        ])
    func nothingLeft(order: Order) {
        for rule in [RewardRule.example(), .fivePercent(), .fivePercent(.coupon)] {
            let granted = grant([rule], .purchase(order), now: bought)
            #expect(granted.rewards.isEmpty)
            #expect(
                granted.refused == [.example(.belowMinimum, "the order comes to 0 INR; nothing is left to reward")])
        }
    }

    @Test("when its share of the order rounds to nothing")
    func roundsToNothing() {
        #expect(
            grant([.fivePercent()], .purchase(.example(19)), now: bought).refused == [
                .example(.belowMinimum, "500 basis points of the order's 19 INR round to nothing")
            ])
        #expect(grant([.fivePercent()], .purchase(.example(20)), now: bought).values == [.rupees(1)])
    }

    @Test("when the order is in another currency, whatever its kind, and before its minimum is looked at")
    func currencyMismatch() {
        let rules = RewardKind.allCases.flatMap { kind -> [RewardRule] in
            [.example(.flat(5), kind, minimum: 1_000_000), .example(.flat(5), kind, to: .invitee)]
        }
        let granted = grant(rules, .purchase(.example(in: .yen)), now: bought)
        #expect(granted.rewards.isEmpty)
        #expect(
            granted.refused
                == rules.map { _ in
                    .example(.currencyMismatch, "the order is in JPY, the program's rewards are in INR")
                })
    }

    @Test("when the customer's earlier signup was rewarded")
    func notFirst() {
        let rules: [RewardRule] = [
            .example(trigger: .signup), .example(trigger: .signup, to: .invitee), .example(trigger: .purchase),
        ]
        let refused = RefusedReward.example(.notFirst, "the customer's earlier signup was already rewarded")
        #expect(grant(rules, .signup(isFirst: false), now: bought).refused == [refused, refused])
    }

    @Test("when it promises a share of a signup, which has no order")
    func shareOfSignup() {
        let rule = RewardRule.example(.percent(BasisPoints(500), max: nil), trigger: .signup)
        #expect(grant([rule], .signup(), now: bought).refusals == [.belowMinimum])
        let coupon = RewardRule.example(.percent(BasisPoints(500), max: nil), .coupon, trigger: .signup)
        #expect(grant([coupon], .signup(), now: bought).values == [.face(BasisPoints(500))])
    }

    @Test("alone: the rules beside it grant theirs")
    func alone() {
        let rules: [RewardRule] = [.example(minimum: 1_000_000), .example(.flat(7)), .fivePercent(max: 0)]
        let granted = grant(rules, .purchase(), now: bought)
        #expect(granted.values == [.rupees(7)])
        #expect(granted.refusals == [.belowMinimum, .belowMinimum])
    }
}

extension RefusedReward {
    fileprivate static func example(_ refusal: RewardRefusal, _ detail: String) -> RefusedReward {
        RefusedReward(rule: "thanks", refusal: refusal, detail: detail)
    }
}
