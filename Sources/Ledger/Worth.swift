import Domain

/// What `rule` comes to for this conversion, before it is split.
///
/// A coupon's percentage is its face value. Any other percentage is a share of what is left of the order, in minor
/// units or as that number of points; a signup has no order, and the share of it is 0 (a program with such a rule is
/// refused when it is set up).
func worth(of rule: RewardRule, in context: GrantContext) -> RewardValue {
    switch (rule.kind, rule.value) {
    case (.coupon, .percent(let share, _)): .face(share)
    case (.points, let value): .points(value.amount(for: context.order))
    case (.cash, let value), (.giftCard, let value), (.coupon, let value):
        .money(Money(minor: value.amount(for: context.order), currency: context.programCurrency))
    }
}

extension RewardRuleValue {
    /// Minor units or points, at most the rule's `max`, rounded down.
    func amount(for order: Order?) -> Int64 {
        switch self {
        case .flat(let amount): amount
        case .percent(let share, let max): min(share.part(of: order?.remaining ?? 0), max ?? .max)
        }
    }
}

extension RewardValue {
    /// Whether there is nothing in it to give.
    var isNothing: Bool {
        switch self {
        case .money, .points: amount <= 0
        case .face(let share): share.count <= 0
        }
    }

    /// The same kind of value with another amount; a coupon's percentage has none and stays as it is.
    func with(amount: Int64) -> RewardValue {
        switch self {
        case .money(let money): .money(Money(minor: amount, currency: money.currency))
        case .points: .points(amount)
        case .face: self
        }
    }
}
