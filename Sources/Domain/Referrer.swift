/// A person who recommends.
package struct Referrer: Hashable, Sendable, Identified {
    package static let idPrefix = "ref"

    package var id: ID<Referrer>
    /// The shop's own id of this person.
    package var customerID: String
    package var profile: ReferrerProfile
    package var status: ReferrerStatus
    /// As it is shown and shared; codes are compared by `Code.normalised`.
    package var mainCode: String
    package var madeAt: Timestamp

    package init(
        id: ID<Referrer>, customerID: String, profile: ReferrerProfile, status: ReferrerStatus, mainCode: String,
        madeAt: Timestamp
    ) {
        self.id = id
        self.customerID = customerID
        self.profile = profile
        self.status = status
        self.mainCode = mainCode
        self.madeAt = madeAt
    }
}

/// What the shop tells of a referrer.
package struct ReferrerProfile: Hashable, Sendable {
    package var email: String?
    package var name: String?
    package var kind: ReferrerKind
    /// A language tag, `ur` or `en-IN`.
    package var locale: String?
    package var followers: Int64?
    package var tags: [String]

    package init(
        email: String? = nil, name: String? = nil, kind: ReferrerKind = .customer, locale: String? = nil,
        followers: Int64? = nil, tags: [String] = []
    ) {
        self.email = email
        self.name = name
        self.kind = kind
        self.locale = locale
        self.followers = followers
        self.tags = tags
    }
}

package enum ReferrerKind: String, Hashable, Sendable, CaseIterable {
    case customer, friend, influencer, employee
}

package enum ReferrerStatus: String, Hashable, Sendable, CaseIterable {
    case active, suspended
}
