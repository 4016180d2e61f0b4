import Domain

/// Why `rule` grants nothing for this conversion; nil when it grants something.
///
/// The first of these that holds: a signup that is not the customer's first, a foreign currency, too small an
/// order, a worth of nothing. A signup has no order, so no minimum and no currency rule it out.
func refusal(of rule: RewardRule, in context: GrantContext) -> RefusedReward? {
    let reason =
        switch context.order {
        case let order?: orderRefusal(of: rule, for: order, in: context)
        case nil: signupRefusal(in: context)
        }
    return (reason ?? worthlessness(of: rule, in: context)).map { reason in
        RefusedReward(rule: rule.name, refusal: reason.refusal, detail: reason.detail)
    }
}

private typealias Reason = (refusal: RewardRefusal, detail: String)

private func signupRefusal(in context: GrantContext) -> Reason? {
    guard !context.isFirstSignup else { return nil }
    return (.notFirst, "the customer's earlier signup was already rewarded")
}

private func orderRefusal(of rule: RewardRule, for order: Order, in context: GrantContext) -> Reason? {
    guard order.currency == context.programCurrency else {
        let (order, program) = (order.currency.code, context.programCurrency.code)
        return (.currencyMismatch, "the order is in \(order), the program's rewards are in \(program)")
    }
    guard order.satisfies(minimum: rule.minimumOrder) else {
        let left = "\(order.remaining) \(order.currency.code)"
        let minimum = rule.minimumOrder.map { "the rule asks for at least \($0)" } ?? "nothing is left to reward"
        return (.belowMinimum, "the order comes to \(left); \(minimum)")
    }
    return nil
}

/// A rule can be met and still come to nothing: a small share of a small order rounds down to 0.
private func worthlessness(of rule: RewardRule, in context: GrantContext) -> Reason? {
    guard worth(of: rule, in: context).isNothing else { return nil }
    switch (rule.value, context.order) {
    case (.percent(let share, _), let order?):
        let left = "\(order.remaining) \(order.currency.code)"
        return (.belowMinimum, "\(share.count) basis points of the order's \(left) round to nothing")
    case (.percent(let share, _), nil):
        return (.belowMinimum, "\(share.count) basis points of a signup, which has no order, come to nothing")
    case (.flat(let amount), _):
        return (.belowMinimum, "the rule's amount is \(amount)")
    }
}

extension Order {
    /// Whether enough is left of it to earn anything. Nothing left earns nothing, even where no minimum is set.
    func satisfies(minimum: Int64?) -> Bool {
        remaining > 0 && remaining >= minimum ?? 0
    }
}
