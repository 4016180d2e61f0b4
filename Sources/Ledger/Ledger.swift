// Ledger: what a conversion earns, what happens to it later, and the entries that say so.
//
// In:     a program's reward rules with a credited conversion; later a reward with its order or the time.
// Out:    rewards, each with the entries that took it there, in posting order; rules that granted nothing, with why.
// Never:  a clock, a database, a floating-point number, an entry changed or removed. Rewards have no ids yet: who
//         stores them mints these.
// Next:   Domain/RewardRule.swift, what a program may promise; then here Refusals.swift, Worth.swift and
//         Recipients.swift, the three questions of a grant; Release.swift and Clawback.swift, a reward's later life.

import Domain

/// Applies a program's rules to one conversion: each grants rewards, is refused with a reason, or is not meant.
///
/// Rules for another trigger or with the beneficiary `none` are passed over in silence, as are all rules when
/// nobody is credited. A reward is held from the start, and approved in the same breath where it approves itself
/// and its hold is already over.
/// - Parameters:
///   - rules: of the program's terms at the credited touch, in their order.
///   - now: from when on a hold that has ended counts as over.
/// - Returns: rewards and refusals in the order of the rules, a split reward in the order of the credits.
/// - Source: PRODUCT.md, Rewards.
package func grant(_ rules: [RewardRule], _ context: GrantContext, now: Timestamp) -> Granted {
    var granted = Granted(rewards: [], refused: [])
    guard !context.credits.isEmpty else { return granted }
    for rule in rules where rule.trigger == context.kind && rule.beneficiary != .none {
        if let refused = refusal(of: rule, in: context) {
            granted.refused.append(refused)
            continue
        }
        let recipients = recipients(of: worth(of: rule, in: context), under: rule, in: context)
        granted.rewards += recipients.map { recipient in
            begin(Reward(rule, to: recipient, in: context), now: now)
        }
    }
    return granted
}

extension Reward {
    fileprivate init(_ rule: RewardRule, to recipient: Recipient, in context: GrantContext) {
        self.init(
            program: context.program, rule: rule.name, beneficiary: rule.beneficiary, person: recipient.person,
            kind: rule.kind, value: recipient.value,
            terms: RewardTerms(
                holdDays: rule.holdDays, releaseOn: context.releaseOn, autoApprove: context.autoApprove,
                minimumOrder: rule.minimumOrder, value: rule.value, share: recipient.share))
        releaseAt = context.holdBegins.map { endOfHold(of: terms, from: $0) }
    }
}

extension GrantContext {
    /// When a reward's hold begins: with a signup at once, with an order once it has reached the releasing state.
    fileprivate var holdBegins: Timestamp? {
        guard let order else { return at }
        return order.state.hasReached(releaseOn) ? releasedAt ?? at : nil
    }
}

/// The first posting of a reward, and the second where nothing needs to be waited for.
private func begin(_ reward: Reward, now: Timestamp) -> RewardChange {
    let held = RewardChange(
        reward: reward,
        entries: reward.movement(
            of: reward.value.amount, from: .programCost(reward.program), to: .held(reward.person), cause: .granted))
    guard let approved = due(reward, now: now) else { return held }
    return RewardChange(reward: approved.reward, entries: held.entries + approved.entries)
}
