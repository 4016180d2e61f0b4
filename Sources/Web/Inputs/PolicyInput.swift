import Domain

/// What `self_referral` may say.
enum SelfReferral: String, CaseIterable {
    case reject, allow
}

/// Ten years; far beyond any promise, and far below an overflow.
private let longestDays: Int64 = 3650

/// More touchpoints than a journey may have make the state of a chain the whole journey, as this many do.
private let longestOrder: Int64 = 1000

/// Reads the `attribution` object; what it leaves out has its default.
func readPolicy(_ fields: Fields) -> AttributionPolicy {
    var policy = AttributionPolicy()
    if let model = fields.choice("model", of: AttributionModel.self) {
        policy.model = model
        if model.isLearned {
            fields.fault(
                "model",
                "\(model.rawValue) learns from many conversions and cannot credit one as it comes; use another",
                isUnprocessable: true)
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
    if let share = fields.integer("first_bps", in: 0...BasisPoints.whole.count) {
        policy.firstShare = BasisPoints(share)
    }
    if let share = fields.integer("last_bps", in: 0...BasisPoints.whole.count) { policy.lastShare = BasisPoints(share) }
    let ends = policy.firstShare.count + policy.lastShare.count
    if ends > BasisPoints.whole.count {
        fields.fault("last_bps", "is \(ends) together with first_bps; both can be at most 10000")
    }
    if let days = fields.integer("half_life_days", in: 1...longestDays) { policy.halfLife = days * Timestamp.day }
    if let order = fields.integer("order", in: 1...longestOrder) { policy.order = order }
    if let value = fields.choice("value", of: ShapleyValue.self) { policy.value = value }
    if let binding = fields.choice("binding", of: Binding.self) { policy.binding = binding }
    if let isReused = fields.bool("reuse_touches") { policy.reusesTouches = isReused }
    fields.finish()
    return policy
}
