/// What is clicked: `/r/{slug}` leads an invitee from a referrer to the shop.
package struct Link: Hashable, Sendable, Identified {
    package static let idPrefix = "lnk"

    package var id: ID<Link>
    package var slug: String
    package var referrer: ID<Referrer>
    package var program: ID<Program>
    /// The normalised code that the link carries.
    package var code: String
    /// nil: the program's destination.
    package var destination: String?
    package var channel: String?
    package var expiresAt: Timestamp?
    package var isArchived: Bool
    package var madeAt: Timestamp

    package init(
        id: ID<Link>, slug: String, referrer: ID<Referrer>, program: ID<Program>, code: String,
        destination: String? = nil, channel: String? = nil, expiresAt: Timestamp? = nil, isArchived: Bool = false,
        madeAt: Timestamp
    ) {
        self.id = id
        self.slug = slug
        self.referrer = referrer
        self.program = program
        self.code = code
        self.destination = destination
        self.channel = channel
        self.expiresAt = expiresAt
        self.isArchived = isArchived
        self.madeAt = madeAt
    }

    /// Whether it has neither been archived nor expired.
    package func isLive(at moment: Timestamp) -> Bool {
        !isArchived && expiresAt.map { moment < $0 } ?? true
    }
}

/// Names in URLs: lower-case letters, digits, hyphens within.
package enum Slug {
    package static let length = 1...64

    package static func isValid(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        let hyphen = UInt8(ascii: "-")
        return length.contains(bytes.count) && bytes.first != hyphen && bytes.last != hyphen
            && bytes.allSatisfy {
                (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0)
                    || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0)
                    || $0 == hyphen
            }
    }
}

/// Where a link is shared. Free text, bounded: what is no channel name counts as none.
package enum Channel {
    package static let maximumLength = 32

    /// The channel in lower case; nil unless it is 1 to 32 letters, digits, `-`, `_` or `.` of ASCII.
    package static func normalised(_ text: String) -> String? {
        // Some letters beyond ASCII have a lower case within it.
        guard text.utf8.allSatisfy({ $0 < 0x80 }) else { return nil }
        let lower = text.lowercased()
        let isName = lower.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"),
                UInt8(ascii: "_"), UInt8(ascii: "."):
                true
            default: false
            }
        }
        return isName && (1...maximumLength).contains(lower.utf8.count) ? lower : nil
    }
}
