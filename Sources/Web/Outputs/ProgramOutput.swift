import Domain

/// A program as it is shown: what a client may send, and what only the server knows.
func programOutput(_ program: Program) throws -> JSON {
    try programDocument(program)
        .setting("id", to: JSON(program.id))
        .setting("status", to: .string(program.status.rawValue))
        .setting("policy_version", to: .integer(program.version))
        .setting("created_at", to: JSON(program.madeAt))
        .setting("updated_at", to: JSON(program.changedAt))
}

/// The part of a program that a client may send; `ProgramInput` reads it back to the same program.
func programDocument(_ program: Program) throws -> JSON {
    let terms = program.terms
    return [
        "slug": .string(program.slug), "name": .string(terms.name),
        "destination_url": .string(terms.destinationURL), "fallback_url": JSON(terms.fallbackURL),
        "allowed_hosts": JSON(terms.allowedHosts), "currency": .string(terms.currency.code),
        "starts_at": JSON(terms.schedule.startsAt), "ends_at": JSON(terms.schedule.endsAt),
        "timezone": JSON(terms.timezone), "attribution": policyOutput(terms.attribution),
        "default": .bool(program.isDefault), "release_on": .string(terms.releaseOn.rawValue),
        "auto_approve": .bool(terms.autoApprove), "rewards": .array(terms.rewards.map(ruleOutput)),
        "terms": try stored(terms.texts.terms), "content": try stored(terms.texts.content),
    ]
}

func policyOutput(_ policy: AttributionPolicy) -> JSON {
    let kinds = TouchpointKind.allCases
    let windows = kinds.compactMap { kind in policy.lookbackByKind[kind].map { (kind.rawValue, days($0)) } }
    return [
        "model": .string(policy.model.rawValue), "lookback_days": days(policy.lookback),
        "lookback_days_by_kind": .object(Dictionary(uniqueKeysWithValues: windows)),
        "eligible_kinds": JSON(kinds.filter(policy.eligibleKinds.contains).map(\.rawValue)),
        "precedence": .string(policy.precedence.rawValue),
        "self_referral": .string((policy.excludesSelfReferrals ? SelfReferral.reject : .allow).rawValue),
        "new_customers_only": .bool(policy.newCustomersOnly),
        "dedupe_minutes": .integer(policy.dedupeWindow / Timestamp.minute),
        "first_bps": .integer(policy.firstShare.count), "last_bps": .integer(policy.lastShare.count),
        "half_life_days": .integer(policy.halfLife / Timestamp.day), "order": .integer(policy.order),
        "value": .string(policy.value.rawValue), "binding": .string(policy.binding.rawValue),
        "reuse_touches": .bool(policy.reusesTouches),
    ]
}

private func days(_ window: Lookback) -> JSON {
    switch window {
    case .unlimited: .null
    case .milliseconds(let count): .integer(count / Timestamp.day)
    }
}

private func ruleOutput(_ rule: RewardRule) -> JSON {
    let value: JSON =
        switch rule.value {
        case .flat(let amount): ["flat": .integer(amount)]
        case .percent(let share, let max?): ["percent_bp": .integer(share.count), "max": .integer(max)]
        case .percent(let share, nil): ["percent_bp": .integer(share.count)]
        }
    return [
        "name": .string(rule.name), "trigger": .string(rule.trigger.rawValue),
        "beneficiary": .string(rule.beneficiary.rawValue), "kind": .string(rule.kind.rawValue), "value": value,
        "min_order": JSON(rule.minimumOrder), "hold_days": .integer(rule.holdDays),
    ]
}

/// JSON that was stored as text.
private func stored(_ text: String?) throws -> JSON {
    try text.map { try JSON(text: Array($0.utf8)) } ?? .null
}
