/// How a program credits conversions: ATTRIBUTION.md §2, in the units of that document.
package struct AttributionPolicy: Hashable, Sendable {
    package var model = AttributionModel.lastTouch
    package var lookback = Lookback.days(30)
    package var lookbackByKind: [TouchpointKind: Lookback] = [:]
    package var eligibleKinds = Set(TouchpointKind.allCases)
    package var precedence = Precedence.codeFirst
    package var excludesSelfReferrals = true
    package var newCustomersOnly = true
    /// Milliseconds.
    package var dedupeWindow: Int64 = 0
    package var halfLifeDays: Int64 = 7
    package var binding = Binding.ignore
    package var reusesTouches = true

    package init() {}

    /// The window that a touch of this kind is promised when it happens.
    package func window(for kind: TouchpointKind) -> Lookback {
        lookbackByKind[kind] ?? lookback
    }
}

/// Which eligible touchpoints earn, and how much: ATTRIBUTION.md §4.
package enum AttributionModel: String, Hashable, Sendable, CaseIterable {
    case firstTouch = "first_touch"
    case lastTouch = "last_touch"
}

/// How old a touchpoint may be at the conversion. Closed at both ends: a touch exactly this old counts.
package enum Lookback: Hashable, Sendable {
    case unlimited
    /// Milliseconds, not negative.
    case milliseconds(Int64)

    package static func days(_ count: Int64) -> Self {
        .milliseconds(count * Timestamp.day)
    }

    package func contains(age: Int64) -> Bool {
        switch self {
        case .unlimited: true
        case .milliseconds(let limit): age <= limit
        }
    }
}

/// Which kinds of touchpoint beat which: ATTRIBUTION.md §3.3.
package enum Precedence: String, Hashable, Sendable, CaseIterable {
    case all
    case codeFirst = "code_first"
    case clickFirst = "click_first"
    case intent

    /// The strongest tier first; within a tier, no kind beats another.
    package var tiers: [Set<TouchpointKind>] {
        switch self {
        case .all: [[.click, .code, .view, .signup]]
        case .codeFirst: [[.code], [.click, .signup, .view]]
        case .clickFirst: [[.click, .signup], [.code], [.view]]
        case .intent: [[.code], [.click, .signup], [.view]]
        }
    }
}

/// Whether the first referrer that was credited keeps the customer: ATTRIBUTION.md §3.4.
package enum Binding: String, Hashable, Sendable, CaseIterable {
    case ignore
    case locked
}
