import Domain

private enum AnyTrigger: String, CaseIterable {
    case share, click, signup, install, lead, purchase
}

private enum AnyRewardKind: String, CaseIterable {
    case cash, points, coupon
    case giftCard = "gift_card"
    case freeProduct = "free_product"
    case membership, access
}

/// Reads one rule of `rewards`.
/// - Returns: nil where a fault was noted.
func readRule(_ fields: Fields) -> RewardRule? {
    let name = fields.string("name", length: 1...64, isRequired: true)
    let trigger = built(fields, "trigger", of: AnyTrigger.self, as: ConversionKind.self)
    let beneficiary = fields.choice("beneficiary", of: Beneficiary.self, isRequired: true)
    let kind = built(fields, "kind", of: AnyRewardKind.self, as: RewardKind.self)
    let value = fields.object("value", isRequired: true).flatMap { readValue($0, kind: kind) }
    let minimumOrder = fields.integer("min_order", in: 0...largestAmount)
    let holdDays = fields.integer("hold_days", in: 0...3650) ?? 0
    refuseUnbuilt(fields)
    fields.finish()
    if case .percent? = value, trigger == .signup, kind != .coupon {
        fields.fault("value", "a percentage needs an order, and a signup has none; use flat", isUnprocessable: true)
    }
    guard let name, let trigger, let beneficiary, let kind, let value else { return nil }
    return RewardRule(
        name: name, trigger: trigger, beneficiary: beneficiary, kind: kind, value: value, minimumOrder: minimumOrder,
        holdDays: holdDays)
}

/// 10^15 minor units: more than any order, and 9000 orders of that still sum up in 64 bits.
let largestAmount: Int64 = 1_000_000_000_000_000

/// A word of the contract that this server knows but may not have built.
private func built<All: RawRepresentable<String> & CaseIterable, Built: RawRepresentable<String> & CaseIterable>(
    _ fields: Fields, _ name: String, of all: All.Type, as type: Built.Type
) -> Built? {
    guard let word = fields.choice(name, of: all, isRequired: true) else { return nil }
    if let built = Built(rawValue: word.rawValue) { return built }
    let usable = alternatives(Built.allCases.map(\.rawValue))
    fields.fault(name, "\(word.rawValue) is not built yet; use \(usable)", isUnprocessable: true)
    return nil
}

private func readValue(_ fields: Fields, kind: RewardKind?) -> RewardRuleValue? {
    let flat = fields.integer("flat", in: 1...largestAmount)
    let percent = fields.integer("percent_bp", in: 1...10_000)
    let max = fields.integer("max", in: 1...largestAmount)
    fields.notBuilt("tiers", "tiers")
    fields.notBuilt("every", "rewards for every Nth conversion")
    fields.finish()
    let isOther = fields.json("tiers") != nil || fields.json("every") != nil
    switch (flat, percent) {
    case (nil, nil):
        if !isOther, !fields.isPresent("flat"), !fields.isPresent("percent_bp") {
            fields.faults.add(pointer: fields.pointer, detail: "needs flat or percent_bp")
        }
        return nil
    case (_?, _?):
        fields.fault("percent_bp", "cannot stand beside flat; use one of them")
        return nil
    case (let flat?, nil):
        if max != nil { fields.fault("max", "goes with percent_bp only") }
        return .flat(flat)
    case (nil, let percent?):
        return .percent(BasisPoints(percent), max: max)
    }
}

private func refuseUnbuilt(_ fields: Fields) {
    // "first_only": false asks for nothing.
    if fields.bool("first_only") == true { fields.notBuilt("first_only", "rules for the first order only") }
    for name in ["limit_per_referrer", "limit_per_invitee", "limit_per_period"] {
        fields.notBuilt(name, "limits")
    }
    fields.notBuilt("budget", "budgets")
    fields.notBuilt("expires_days", "expiring rewards")
    for name in ["starts_at", "ends_at"] {
        fields.notBuilt(name, "schedules of single rules")
    }
    for name in ["products", "channels", "conditions", "customer"] {
        fields.notBuilt(name, "conditions")
    }
}
