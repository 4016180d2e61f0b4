import Domain

/// The models of ATTRIBUTION.md; those that are not built are refused by name.
private enum AnyModel: String, CaseIterable {
    case firstTouch = "first_touch"
    case lastTouch = "last_touch"
    case linear
    case linearDistinct = "linear_distinct"
    case positionBased = "position_based"
    case timeDecay = "time_decay"
    case markov, shapley
}

/// What `self_referral` may say.
enum SelfReferral: String, CaseIterable {
    case reject, allow
}

/// Ten years; far beyond any promise, and far below an overflow.
private let longestDays: Int64 = 3650

/// Reads the `attribution` object; what it leaves out has its default.
func readPolicy(_ fields: Fields) -> AttributionPolicy {
    var policy = AttributionPolicy()
    if let model = fields.choice("model", of: AnyModel.self) {
        if let built = AttributionModel(rawValue: model.rawValue) {
            policy.model = built
        } else {
            fields.fault(
                "model", "\(model.rawValue) is not built yet; use first_touch or last_touch", isUnprocessable: true)
        }
    }
    if let days = fields.integer("lookback_days", in: 0...longestDays) { policy.lookback = .days(days) }
    if let windows = fields.object("lookback_days_by_kind") {
        for kind in TouchpointKind.allCases {
            if let days = windows.integer(kind.rawValue, in: 0...longestDays) {
                policy.lookbackByKind[kind] = .days(days)
            }
        }
        windows.finish()
    }
    if let kinds = fields.choices("eligible_kinds", of: TouchpointKind.self, maximum: 4) {
        policy.eligibleKinds = Set(kinds)
        if kinds.isEmpty { fields.fault("eligible_kinds", "must name at least one kind") }
    }
    if let precedence = fields.choice("precedence", of: Precedence.self) { policy.precedence = precedence }
    if let rule = fields.choice("self_referral", of: SelfReferral.self) {
        policy.excludesSelfReferrals = rule == .reject
    }
    if let isNewOnly = fields.bool("new_customers_only") { policy.newCustomersOnly = isNewOnly }
    if let minutes = fields.integer("dedupe_minutes", in: 0...525_600) {
        policy.dedupeWindow = minutes * Timestamp.minute
    }
    if let days = fields.integer("half_life_days", in: 1...longestDays) { policy.halfLifeDays = days }
    if fields.choice("binding", of: Binding.self) == .locked {
        fields.fault("binding", "locked is not built yet; use ignore", isUnprocessable: true)
    }
    if fields.bool("reuse_touches") == false {
        fields.fault("reuse_touches", "false is not built yet; use true", isUnprocessable: true)
    }
    fields.notBuilt("first_bps", "position-based weights")
    fields.notBuilt("last_bps", "position-based weights")
    fields.notBuilt("order", "Markov chains")
    fields.notBuilt("value", "Shapley values")
    fields.finish()
    return policy
}
