/// How a program credits conversions: ATTRIBUTION.md §2, in the units of that document.
package struct AttributionPolicy: Hashable, Sendable {
    package var model = AttributionModel.lastTouch
    package var lookback = Lookback.days(30)
    package var lookbackByKind: [TouchpointKind: Lookback] = [:]
    package var eligibleKinds = Set(TouchpointKind.allCases) {
        didSet { creditsAllKinds = eligibleKinds.isSuperset(of: TouchpointKind.allCases) }
    }
    /// Whether no kind that can be credited is left out.
    package private(set) var creditsAllKinds = true
    package var precedence = Precedence.codeFirst
    package var excludesSelfReferrals = true
    package var newCustomersOnly = true
    /// Milliseconds.
    package var dedupeWindow: Int64 = 0
    /// Milliseconds, at least 1: the age at which a touchpoint's weight is halved.
    package var halfLife = 7 * Timestamp.day
    /// Of the first and of the last of three or more touchpoints; together at most the whole.
    package var firstShare = BasisPoints(4000)
    package var lastShare = BasisPoints(4000)
    /// How many touchpoints in a row are one state of the Markov chain; at least 1.
    package var order: Int64 = 1
    package var value = ShapleyValue.count
    package var binding = Binding.ignore
    package var reusesTouches = true

    package init() {}

    /// The window that a touch of this kind is promised when it happens.
    package func window(for kind: TouchpointKind) -> Lookback {
        lookbackByKind[kind] ?? lookback
    }
}

/// Which eligible touchpoints earn, and how much: ATTRIBUTION.md §4 and §6.
package enum AttributionModel: String, Hashable, Sendable, CaseIterable {
    case firstTouch = "first_touch"
    case lastTouch = "last_touch"
    case linear
    case linearDistinct = "linear_distinct"
    case positionBased = "position_based"
    case timeDecay = "time_decay"
    case markov
    case shapley

    /// Whether it credits a journey by what many journeys taught it, rather than by that journey alone.
    package var isLearned: Bool { self == .markov || self == .shapley }
}

/// What a set of referrers is worth by itself: ATTRIBUTION.md §6.2.
package enum ShapleyValue: String, Hashable, Sendable, CaseIterable {
    /// The number of journeys that these referrers alone converted.
    case count
    /// The share of converted journeys among those that these referrers alone were part of.
    case rate
}

/// How old a touchpoint may be at the conversion. Closed at both ends: a touch exactly this old counts.
package enum Lookback: Hashable, Sendable {
    case unlimited
    /// Milliseconds, not negative.
    case milliseconds(Int64)

    package static func days(_ count: Int64) -> Self {
        .milliseconds(count * Timestamp.day)
    }

    /// - Parameter age: milliseconds.
    package func contains(age: UInt64) -> Bool {
        switch self {
        case .unlimited: true
        case .milliseconds(let limit): limit >= 0 && age <= limit.magnitude
        }
    }
}

/// Which kinds of touchpoint beat which: ATTRIBUTION.md §3.3.
package enum Precedence: String, Hashable, Sendable, CaseIterable {
    case all
    case codeFirst = "code_first"
    case clickFirst = "click_first"
    case intent

    /// How strong a kind is, 0 the strongest; kinds of one rank do not beat each other.
    package func rank(of kind: TouchpointKind) -> Int {
        switch (self, kind) {
        case (.all, _): 0
        case (.codeFirst, .code): 0
        case (.codeFirst, _): 1
        case (.clickFirst, .click), (.clickFirst, .signup): 0
        case (.clickFirst, .code): 1
        case (.clickFirst, _): 2
        case (.intent, .code): 0
        case (.intent, .click), (.intent, .signup): 1
        case (.intent, _): 2
        }
    }
}

/// Whether the first referrer that was credited keeps the customer: ATTRIBUTION.md §3.4.
package enum Binding: String, Hashable, Sendable, CaseIterable {
    case ignore
    case locked
}
