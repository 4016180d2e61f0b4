/// One contact between an invitee and a referrer, before a conversion.
package struct Touchpoint: Hashable, Sendable {
    /// Unique within the journey.
    package var id: Identifier
    /// Who would earn; nil for a direct touch, or one whose referrer nobody knows.
    package var referrer: Identifier?
    package var kind: TouchpointKind
    package var channel: String?
    package var at: Timestamp
    /// The window frozen onto this touch when it happened; nil: the policy's.
    package var lookback: Lookback?
    /// Why it can't count whatever the policy says, where the recording already knows: a bot's click, a forged token.
    package var barred: ExclusionReason?

    package init(
        id: Identifier, referrer: Identifier?, kind: TouchpointKind, channel: String? = nil, at: Timestamp,
        lookback: Lookback? = nil, barred: ExclusionReason? = nil
    ) {
        self.id = id
        self.referrer = referrer
        self.kind = kind
        self.channel = channel
        self.at = at
        self.lookback = lookback
        self.barred = barred
    }
}

/// ATTRIBUTION.md §1.
package enum TouchpointKind: Hashable, Sendable {
    /// A referral link was followed.
    case click
    /// A referral code was entered.
    case code
    /// A share page was seen.
    case view
    /// An account was opened through a referral.
    case signup
    /// A document's own word. No policy can make it eligible.
    case other(Identifier)
}

extension TouchpointKind: RawRepresentable, CaseIterable {
    /// Spelt out: what raw values give would compare a document's words as `String` does.
    package static func == (one: Self, other: Self) -> Bool {
        switch (one, other) {
        case (.click, .click), (.code, .code), (.view, .view), (.signup, .signup): true
        case (.other(let one), .other(let other)): one == other
        default: false
        }
    }

    package func hash(into hasher: inout Hasher) {
        switch self {
        case .click: hasher.combine(0)
        case .code: hasher.combine(1)
        case .view: hasher.combine(2)
        case .signup: hasher.combine(3)
        case .other(let word): hasher.combine(word)
        }
    }

    /// The kinds that can be credited.
    package static let allCases: [Self] = [.click, .code, .view, .signup]

    /// - Returns: nil for any word but those of `allCases`.
    package init?(rawValue: String) {
        guard let kind = Self.allCases.first(where: { $0.rawValue == rawValue }) else { return nil }
        self = kind
    }

    /// The kind that a document's word stands for.
    package init(word: String) {
        self = Self(rawValue: word) ?? .other(Identifier(word))
    }

    package var rawValue: String {
        switch self {
        case .click: "click"
        case .code: "code"
        case .view: "view"
        case .signup: "signup"
        case .other(let word): word.text
        }
    }
}

/// Why a touchpoint does not count. Stable: API clients read them.
/// - Source: ATTRIBUTION.md §3.1 to §3.3 in that order, then what the server knows before any policy.
package enum ExclusionReason: String, Hashable, Sendable, CaseIterable {
    case noReferrer = "no_referrer"
    case afterConversion = "after_conversion"
    case outsideWindow = "outside_window"
    case ineligibleKind = "ineligible_kind"
    case selfReferral = "self_referral"
    case disqualifiedReferrer = "disqualified_referrer"
    case consumed
    case existingCustomer = "existing_customer"
    case bound
    case duplicate
    case outranked
    case invalidClickToken = "invalid_click_token"
    case notHuman = "not_human"
    case programNotActive = "program_not_active"
    case unknownCode = "unknown_code"
}
