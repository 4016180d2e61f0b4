/// What a rule granted to one person for one conversion.
package struct Reward: Hashable, Sendable, Identified {
    package static let idPrefix = "rwd"

    package var program: ID<Program>
    package var rule: String
    package var beneficiary: Beneficiary
    package var person: Person
    package var kind: RewardKind
    package var value: RewardValue
    /// Of `value`, what refunds have taken back.
    package var reversed: Int64
    package var status: RewardStatus
    package var terms: RewardTerms
    /// When the hold ends; nil while the order has not reached the releasing state.
    package var releaseAt: Timestamp?

    package init(
        program: ID<Program>, rule: String, beneficiary: Beneficiary, person: Person, kind: RewardKind,
        value: RewardValue, reversed: Int64 = 0, status: RewardStatus = .pending, terms: RewardTerms,
        releaseAt: Timestamp? = nil
    ) {
        self.program = program
        self.rule = rule
        self.beneficiary = beneficiary
        self.person = person
        self.kind = kind
        self.value = value
        self.reversed = reversed
        self.status = status
        self.terms = terms
        self.releaseAt = releaseAt
    }
}

/// Who is owed.
package enum Person: Hashable, Sendable {
    case referrer(ID<Referrer>)
    case customer(ID<Customer>)

    package var text: String {
        switch self {
        case .referrer(let id): id.text
        case .customer(let id): id.text
        }
    }

    package init?(_ text: String) {
        if let id = ID<Referrer>(text) {
            self = .referrer(id)
        } else if let id = ID<Customer>(text) {
            self = .customer(id)
        } else {
            return nil
        }
    }
}

/// Somebody who signed up or bought, known by the shop's id, an email address or a phone number.
package enum Customer: Identified {
    package static let idPrefix = "cus"
}

package enum RewardValue: Hashable, Sendable {
    case money(Money)
    case points(Int64)
    /// A coupon's face value: this share off the next order.
    case face(BasisPoints)

    /// What the ledger owes for it; 0 for a coupon's percentage.
    package var amount: Int64 {
        switch self {
        case .money(let money): money.minor
        case .points(let count): count
        case .face: 0
        }
    }
}

/// What was promised when the reward was granted, kept with it: later changes of the program leave it as it is.
package struct RewardTerms: Hashable, Sendable {
    package var holdDays: Int64
    package var releaseOn: OrderState
    package var autoApprove: Bool
    package var minimumOrder: Int64?
    package var value: RewardRuleValue
    /// The credit's part of the conversion, by which a divisible reward was split; the whole where it was not.
    package var share: BasisPoints

    package init(
        holdDays: Int64, releaseOn: OrderState, autoApprove: Bool, minimumOrder: Int64?, value: RewardRuleValue,
        share: BasisPoints
    ) {
        self.holdDays = holdDays
        self.releaseOn = releaseOn
        self.autoApprove = autoApprove
        self.minimumOrder = minimumOrder
        self.value = value
        self.share = share
    }
}

package enum RewardStatus: String, Hashable, Sendable, CaseIterable {
    case pending, approved, issued, redeemed
    case rejected, expired, reversed

    /// Whether nothing more can happen to it.
    package var isEnd: Bool {
        switch self {
        case .pending, .approved, .issued, .redeemed: false
        case .rejected, .expired, .reversed: true
        }
    }
}

/// Why a rule granted nothing. Stable: API clients read them.
package enum RewardRefusal: String, Hashable, Sendable, CaseIterable {
    case belowMinimum = "below_minimum"
    case notFirst = "not_first"
    case currencyMismatch = "currency_mismatch"
}
