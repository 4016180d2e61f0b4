/// One hit on a link.
package struct Click: Hashable, Sendable, Identified {
    package static let idPrefix = "clk"
}

/// What a click is. Only `human` and `duplicate` clicks are touchpoints.
package enum ClickClass: Int64, Hashable, Sendable, CaseIterable {
    // The numbers are stored: a new class gets a new one.
    case human = 1
    case bot = 2
    case preview = 3
    case prefetch = 4
    case head = 5
    case duplicate = 6
    case own = 7

    /// The API's word for it.
    package var name: String {
        switch self {
        case .human: "human"
        case .bot: "bot"
        case .preview: "preview"
        case .prefetch: "prefetch"
        case .head: "head"
        case .duplicate: "duplicate"
        case .own: "self"
        }
    }

    package var isTouchpoint: Bool { self == .human || self == .duplicate }

    /// Whether a person saw the answer, so that it carries a token and a cookie.
    package var isPerson: Bool { isTouchpoint || self == .own }
}

/// A pseudonymous browser: 64 bits of a keyed hash, of the cookie or of the day, address and user agent.
package struct Visitor: Hashable, Sendable {
    package let hash: Int64

    package init(hash: Int64) {
        self.hash = hash
    }
}
