import Domain

/// A reward as it is now, and the entries that took it there, in posting order.
///
/// A kind without entries (a coupon) changes all the same; its list is empty.
package struct RewardChange: Hashable, Sendable {
    package let reward: Reward
    package let entries: [Entry]

    package init(reward: Reward, entries: [Entry]) {
        self.reward = reward
        self.entries = entries
    }
}

extension Reward {
    /// Where its value stands. After a payout it is claimed back from what becomes available next.
    var account: Account {
        switch status {
        case .pending: .held(person)
        case .approved, .issued, .redeemed, .rejected, .expired, .reversed: .available(person)
        }
    }

    /// What refunds have left of its value; 0 for a coupon's percentage.
    package var left: Int64 {
        value.amount - reversed
    }

    /// Whether this reward, granted anew, is what `other` has left: the same promise to the same person.
    package func isWorthTheSame(as other: Reward) -> Bool {
        (rule, beneficiary, person, kind) == (other.rule, other.beneficiary, other.person, other.kind)
            && program == other.program && terms == other.terms && left == other.left
            && value.with(amount: 0) == other.value.with(amount: 0)
    }

    /// The entry that moves `amount` of this reward; none for a kind without entries, nor for an amount of 0.
    func movement(of amount: Int64, from: Account, to: Account, cause: EntryCause) -> [Entry] {
        guard kind.hasEntries, amount > 0, let unit = value.unit else { return [] }
        return [Entry(from: from, to: to, amount: amount, unit: unit, cause: cause)]
    }
}

extension RewardValue {
    /// What the ledger counts it in; nil for a coupon's percentage, which it doesn't count.
    var unit: LedgerUnit? {
        switch self {
        case .money(let money): .currency(money.currency)
        case .points: .points
        case .face: nil
        }
    }
}
