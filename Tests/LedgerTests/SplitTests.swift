import Domain
import Ledger
import TestSupport
import Testing

@Suite("Between several referrers")
struct SplitTests {
    private static let parts: [(amount: Int64, shares: [Int64], parts: [Int64])] = [
        (1000, [5000, 5000], [500, 500]),
        (1001, [5000, 5000], [501, 500]),
        (1000, [3334, 3333, 3333], [334, 333, 333]),
        (1000, [4000, 2000, 4000], [400, 200, 400]),
        (7, [1, 9999], [0, 7]),
    ]

    private static let winners: [(shares: [Int64], winner: ID<Referrer>)] = [
        ([2000, 5000, 3000], bela), ([5000, 5000], ada), ([2000, 4000, 4000], bela), ([1000, 2000, 7000], chaya),
    ]

    @Test("cash and points are divided by credit, the odd unit by largest remainder", arguments: parts)
    func divides(amount: Int64, shares: [Int64], parts: [Int64]) {
        let context = GrantContext.purchase(credits: .split(shares))
        let cash = grant([.example(.flat(amount), .cash)], context, now: bought)
        let points = grant([.example(.flat(amount), .points)], context, now: bought)
        let given = parts.filter { $0 > 0 }
        #expect(cash.values == given.map { .rupees($0) })
        #expect(points.values == given.map { .points($0) })
    }

    @Test("a part of nothing makes no reward and no refusal")
    func emptyPart() {
        let granted = grant([.example(.flat(1))], .purchase(credits: .split(2000, 5000, 3000)), now: bought)
        #expect(granted.people == [.referrer(bela)])
        #expect(granted.refused.isEmpty)
    }

    @Test("the maximum is that of the whole, not of each part")
    func maximum() {
        let granted = grant([.fivePercent(max: 1000)], .purchase(credits: .split(4000, 6000)), now: bought)
        #expect(granted.values == [.rupees(400), .rupees(600)])
    }

    @Test(
        "a gift card or coupon goes whole to the largest share, among equal ones to the first", arguments: winners)
    func indivisible(shares: [Int64], winner: ID<Referrer>) {
        for rule in [RewardRule.example(.flat(500), .giftCard), .fivePercent(.giftCard), .fivePercent(.coupon)] {
            let granted = grant([rule], .purchase(credits: .split(shares)), now: bought)
            #expect(granted.people == [.referrer(winner)])
            #expect(granted.rewards.map(\.reward.terms.share) == [.whole])
        }
    }

    @Test("each reward remembers its share")
    func shares() {
        let granted = grant([.example()], .purchase(credits: .split(4000, 2000, 4000)), now: bought)
        #expect(granted.rewards.map(\.reward.terms.share.count) == [4000, 2000, 4000])
    }

    @Test("the parts always sum to the rule's amount", arguments: 0..<300 as Range<UInt64>)
    func sums(number: UInt64) {
        var seed = Seed(number)
        let amount = Int64.random(in: 1...5000, using: &seed)
        let granted = grant([.example(.flat(amount))], .purchase(credits: .random(using: &seed)), now: bought)
        #expect(granted.values.reduce(0) { $0 + $1.amount } == amount, "\(seed)")
    }
}

extension [CreditedShare] {
    /// One to six referrers whose shares sum to the whole; some may have 0.
    static func random(using seed: inout Seed) -> [CreditedShare] {
        let weights = (0..<Int.random(in: 1...6, using: &seed)).map { _ in UInt64.random(in: 0...9, using: &seed) }
        guard weights.reduce(0, +) > 0 else { return .toAda }
        return .split(apportion(BasisPoints.whole.count, by: weights).parts)
    }
}
