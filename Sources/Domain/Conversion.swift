/// What an invitee did that a program counts.
package enum ConversionKind: String, Hashable, Sendable, CaseIterable {
    case signup
    case purchase
}

package enum ConversionStatus: String, Hashable, Sendable, CaseIterable {
    /// At least one referrer earned it.
    case credited
    /// A known referrer was ruled out.
    case rejected
    /// Nobody is known to have recommended.
    case unattributed
}

/// A signup or purchase that attribution has judged. Ids only; the decision stands beside it.
package struct Conversion: Hashable, Sendable, Identified {
    package static let idPrefix = "cnv"
}

/// Something the shop reported, stored as it came.
package enum Event: Identified {
    package static let idPrefix = "evt"
}

/// An access key of the API.
package enum APIKey: Identified {
    package static let idPrefix = "key"
}
