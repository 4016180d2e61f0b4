/// One promise of a program: who gets what, for which conversion.
package struct RewardRule: Hashable, Sendable {
    /// Unique within the program.
    package var name: String
    package var trigger: ConversionKind
    package var beneficiary: Beneficiary
    package var kind: RewardKind
    package var value: RewardRuleValue
    /// Minor units of the program's currency; an order below it earns nothing.
    package var minimumOrder: Int64?
    /// How long the reward waits after its releasing state (a purchase) or the conversion (a signup).
    package var holdDays: Int64

    package init(
        name: String, trigger: ConversionKind, beneficiary: Beneficiary, kind: RewardKind, value: RewardRuleValue,
        minimumOrder: Int64? = nil, holdDays: Int64 = 0
    ) {
        self.name = name
        self.trigger = trigger
        self.beneficiary = beneficiary
        self.kind = kind
        self.value = value
        self.minimumOrder = minimumOrder
        self.holdDays = holdDays
    }
}

/// "Both" is two rules.
package enum Beneficiary: String, Hashable, Sendable, CaseIterable {
    case referrer, invitee, none
}

package enum RewardKind: String, Hashable, Sendable, CaseIterable {
    case cash
    case points
    case coupon
    case giftCard = "gift_card"

    /// Whether such a reward is owed in the ledger; a coupon is a promise at the shop's checkout, without entries.
    package var hasEntries: Bool { self != .coupon }

    /// Whether a split conversion divides it. A coupon or card is one thing: it goes to the largest share.
    package var isDivisible: Bool { self == .cash || self == .points }
}

package enum RewardRuleValue: Hashable, Sendable {
    /// Minor units of the program's currency, or points.
    case flat(Int64)
    /// A share of the order, at most `max` minor units or points; of a coupon its face value.
    case percent(BasisPoints, max: Int64?)
}
