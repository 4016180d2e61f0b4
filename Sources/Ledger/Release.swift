import Domain

/// Lets the hold begin once the reward's order has reached the releasing state.
/// - Parameter now: when the order reached it; the hold runs from here. Where it is 0 days and the reward approves
///   itself, the reward is approved at once.
/// - Returns: nil where nothing changes: the state is not reached, the hold runs already, the reward is not pending.
package func orderAdvanced(_ reward: Reward, order: Order, now: Timestamp) -> RewardChange? {
    guard reward.status == .pending, reward.releaseAt == nil, order.state.hasReached(reward.terms.releaseOn) else {
        return nil
    }
    var reward = reward
    reward.releaseAt = endOfHold(of: reward.terms, from: now)
    return due(reward, now: now) ?? RewardChange(reward: reward, entries: [])
}

/// Approves a reward that approves itself, once its hold is over: to the millisecond, that moment included.
/// - Returns: nil where nothing changes.
package func due(_ reward: Reward, now: Timestamp) -> RewardChange? {
    reward.terms.autoApprove ? approve(reward, now: now) : nil
}

/// Approves a pending reward whose hold is over, whether or not it would approve itself.
/// - Returns: nil where the reward is not pending, or still has to wait.
package func approve(_ reward: Reward, now: Timestamp) -> RewardChange? {
    guard reward.status == .pending, let releaseAt = reward.releaseAt, releaseAt <= now else { return nil }
    let entries = reward.movement(
        of: reward.left, from: .held(reward.person), to: .available(reward.person), cause: .approved)
    var reward = reward
    reward.status = .approved
    return RewardChange(reward: reward, entries: entries)
}

/// When a hold that begins at `moment` ends; days of 24 hours, and the end of time where they don't fit.
func endOfHold(of terms: RewardTerms, from moment: Timestamp) -> Timestamp {
    let (milliseconds, overflow) = terms.holdDays.multipliedReportingOverflow(by: Timestamp.day)
    return moment + (overflow ? .max : milliseconds)
}
