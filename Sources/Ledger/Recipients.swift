import Domain

/// Somebody who gets `value`, and by which share of the conversion it was divided: the whole where it was not.
struct Recipient {
    let person: Person
    let value: RewardValue
    let share: BasisPoints
}

/// Who gets what of a rule's worth.
///
/// The invitee gets all of it. Between several referrers cash and points are divided by their shares, and parts of 0
/// are left out; what cannot be divided goes to the largest share, among equal ones to the first.
/// - Parameter worth: above nothing.
/// - Returns: referrers in the order of the credits; their amounts sum to exactly `worth`. Empty only for `none`.
func recipients(of worth: RewardValue, under rule: RewardRule, in context: GrantContext) -> [Recipient] {
    switch rule.beneficiary {
    case .none: []
    case .invitee: [Recipient(person: .customer(context.invitee), value: worth, share: .whole)]
    case .referrer where rule.kind.isDivisible: divide(worth, between: context.credits)
    case .referrer: giveToLargest(worth, of: context.credits)
    }
}

private func divide(_ worth: RewardValue, between credits: [CreditedShare]) -> [Recipient] {
    let parts = apportion(worth.amount, by: credits.map { UInt64($0.share.count) }).parts
    return zip(credits, parts).compactMap { credit, part in
        guard part > 0 else { return nil }
        return Recipient(person: .referrer(credit.referrer), value: worth.with(amount: part), share: credit.share)
    }
}

private func giveToLargest(_ worth: RewardValue, of credits: [CreditedShare]) -> [Recipient] {
    guard let largest = credits.leader(by: \.share) else { return [] }
    return [Recipient(person: .referrer(largest.referrer), value: worth, share: .whole)]
}
