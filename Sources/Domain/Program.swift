/// One referral scheme of the shop: where its links lead, when it runs, how it credits, what it grants.
package struct Program: Hashable, Sendable, Identified {
    package static let idPrefix = "prg"

    package var id: ID<Program>
    /// The shop's own name for it in URLs: lower-case letters, digits and hyphens.
    package var slug: String
    package var status: ProgramStatus
    /// The program of codes and links that name none.
    package var isDefault: Bool
    /// 1 for the first terms, one more with each change.
    package var version: Int64
    package var terms: ProgramTerms
    package var madeAt: Timestamp
    package var changedAt: Timestamp

    package init(
        id: ID<Program>, slug: String, status: ProgramStatus, isDefault: Bool, version: Int64, terms: ProgramTerms,
        madeAt: Timestamp, changedAt: Timestamp
    ) {
        self.id = id
        self.slug = slug
        self.status = status
        self.isDefault = isDefault
        self.version = version
        self.terms = terms
        self.madeAt = madeAt
        self.changedAt = changedAt
    }

    /// Whether a touch at `moment` can earn here.
    package func isRunning(at moment: Timestamp) -> Bool {
        status == .active && terms.schedule.contains(moment)
    }
}

package enum ProgramStatus: String, Hashable, Sendable, CaseIterable {
    case draft, active, paused, ended

    /// Whether the program may go from this status to `next`: an end is for good.
    package func canBecome(_ next: ProgramStatus) -> Bool {
        switch (self, next) {
        case (.draft, .active), (.paused, .active), (.active, .paused), (.active, .ended), (.paused, .ended),
            (.draft, .ended):
            true
        default: false
        }
    }
}

/// Everything of a program that a PATCH changes; each change is a version and old ones are kept.
package struct ProgramTerms: Hashable, Sendable {
    package var name: String
    package var destinationURL: String
    /// Where clicks go that can't earn; nil: they get 410.
    package var fallbackURL: String?
    /// Lower-case host names that a link's own destination may have.
    package var allowedHosts: [String]
    package var currency: Currency
    package var schedule: Schedule
    /// An IANA name, for the calendar of limits and reports.
    package var timezone: String?
    package var attribution: AttributionPolicy
    /// The order state that lets a reward's hold begin.
    package var releaseOn: OrderState
    package var autoApprove: Bool
    package var rewards: [RewardRule]
    /// What invitees and referrers read, JSON objects by language, as the shop sent them.
    package var texts: ProgramTexts

    package init(
        name: String, destinationURL: String, fallbackURL: String? = nil, allowedHosts: [String] = [],
        currency: Currency, schedule: Schedule = Schedule(), timezone: String? = nil,
        attribution: AttributionPolicy = AttributionPolicy(), releaseOn: OrderState = .paid, autoApprove: Bool = true,
        rewards: [RewardRule] = [], texts: ProgramTexts = ProgramTexts()
    ) {
        self.name = name
        self.destinationURL = destinationURL
        self.fallbackURL = fallbackURL
        self.allowedHosts = allowedHosts
        self.currency = currency
        self.schedule = schedule
        self.timezone = timezone
        self.attribution = attribution
        self.releaseOn = releaseOn
        self.autoApprove = autoApprove
        self.rewards = rewards
        self.texts = texts
    }
}

/// JSON text, or nil where the shop gave none.
package struct ProgramTexts: Hashable, Sendable {
    package var terms: String?
    package var content: String?

    package init(terms: String? = nil, content: String? = nil) {
        self.terms = terms
        self.content = content
    }
}

/// From a moment on (included) until a moment (left out); nil: without that end.
package struct Schedule: Hashable, Sendable {
    package var startsAt: Timestamp?
    package var endsAt: Timestamp?

    package init(startsAt: Timestamp? = nil, endsAt: Timestamp? = nil) {
        self.startsAt = startsAt
        self.endsAt = endsAt
    }

    package func contains(_ moment: Timestamp) -> Bool {
        if let startsAt, moment < startsAt { return false }
        if let endsAt, moment >= endsAt { return false }
        return true
    }
}
