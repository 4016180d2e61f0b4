import Domain

/// Takes back what a reward no longer earns after a refund or an unhappy end of its order, at any age.
///
/// The rule is computed anew on what is left of the order, and the difference to what is still granted goes from
/// where it stands back to the program's cost; after a payout this may leave the person owing. Only the order
/// counts, not the refunds that led to it: many small ones end where one large one does. What was taken back stays
/// so, even if the order grew again.
/// - Parameter order: the reward's own, refund and state already in it.
/// - Returns: nil where nothing changes. The status is `reversed` only once all is taken back.
package func orderShrank(_ reward: Reward, order: Order) -> RewardChange? {
    guard !reward.status.isEnd else { return nil }
    let earned = earnings(of: reward, from: order)
    let surplus = reward.left - (earned ?? 0)
    guard earned == nil || surplus > 0 else { return nil }
    let entries = reward.movement(
        of: surplus, from: reward.account, to: .programCost(reward.program), cause: .reversed)
    var reward = reward
    reward.reversed += surplus
    if earned == nil { reward.status = .reversed }
    return RewardChange(reward: reward, entries: entries)
}

/// What `reward` would earn of its order as it is now, in minor units or points.
///
/// A flat amount and a coupon are earned whole or not at all. A part of a split percentage is the reward's share of
/// it, rounded up. Were it rounded down, a referrer who got the odd unit of the split would lose it to a refund that
/// changes nothing (one above the rule's `max`, say); were it divided anew by largest remainder, a refund could
/// raise a part (the Alabama paradox). So what is left of a split after a partial refund can differ from the rule's
/// amount, by less than one minor unit or point for each referrer.
/// - Returns: nil for nothing: the order is below the minimum, has ended, or the share of it rounds to 0. A coupon's
///   percentage, which has no amount, is 0 where it is earned.
private func earnings(of reward: Reward, from order: Order) -> Int64? {
    guard order.satisfies(minimum: reward.terms.minimumOrder) else { return nil }
    switch (reward.value, reward.terms.value) {
    case (.face, _), (_, .flat): return reward.value.amount
    case (.money, .percent), (.points, .percent):
        let part = reward.terms.share.partRoundedUp(of: reward.terms.value.amount(for: order))
        return part > 0 ? part : nil
    }
}

extension BasisPoints {
    /// This share of `amount`, rounded up; `amount` is not negative.
    fileprivate func partRoundedUp(of amount: Int64) -> Int64 {
        let isExact = amount % Self.whole.count * count % Self.whole.count == 0
        return part(of: amount) + (isExact ? 0 : 1)
    }
}

/// Takes back all that is left of a reward: the conversion was credited to somebody else.
/// - Returns: nil where nothing is left to take.
package func revoked(_ reward: Reward) -> RewardChange? {
    guard !reward.status.isEnd else { return nil }
    let entries = reward.movement(
        of: reward.left, from: reward.account, to: .programCost(reward.program), cause: .reversed)
    var reward = reward
    reward.reversed = reward.value.amount
    reward.status = .reversed
    return RewardChange(reward: reward, entries: entries)
}
