import Domain
import Store

/// All that a click on a slug needs to know, read once and kept in the directory; a class, so that passing it on copies
/// nothing.
package final class LinkTarget: Sendable {
    /// As we show it.
    package let slug: String
    package let code: String
    package let referrer: ID<Referrer>
    package let isReferrerActive: Bool
    /// By which clicks name the link; nil: nobody made it, and it has no row so far.
    let linkNumber: Int64?
    package let program: ProgramTarget
    /// Where it leads, if that is not the program's destination.
    private let ownDestination: MarkedURL?
    private let expiresAt: Timestamp?
    private let isArchived: Bool

    package var destination: MarkedURL { ownDestination ?? program.destination }

    init(_ link: ClickedLink, slug: String, program: ProgramTarget) {
        self.slug = slug
        code = link.code
        referrer = link.referrer
        isReferrerActive = link.isReferrerActive
        linkNumber = link.number
        self.program = program
        ownDestination = link.destination.map { MarkedURL($0) }
        expiresAt = link.expiresAt
        isArchived = link.isArchived
    }

    /// The same, now that its link has a row.
    func with(linkNumber: Int64) -> LinkTarget {
        LinkTarget(self, linkNumber)
    }

    private init(_ other: LinkTarget, _ number: Int64) {
        slug = other.slug
        code = other.code
        referrer = other.referrer
        isReferrerActive = other.isReferrerActive
        linkNumber = number
        program = other.program
        ownDestination = other.ownDestination
        expiresAt = other.expiresAt
        isArchived = other.isArchived
    }

    /// What a click at `moment` gets.
    package enum Disposition: Sendable {
        /// A touch: the destination, with a token.
        case live
        /// The referrer is suspended: the destination, without a token.
        case withoutCredit
        /// Program or link are not live: the fallback.
        case notLive
    }

    package func disposition(at moment: Timestamp) -> Disposition {
        guard program.isLive(at: moment), !isArchived, expiresAt.map({ moment < $0 }) ?? true else { return .notLive }
        return isReferrerActive ? .live : .withoutCredit
    }
}

/// What all links of a program have in common.
package final class ProgramTarget: Sendable {
    package let id: ID<Program>
    package let version: Int64
    package let destination: MarkedURL
    package let fallback: String?
    /// The window frozen onto clicks.
    package let lookback: Lookback
    private let status: ProgramStatus
    private let schedule: Schedule

    init(_ program: Program) {
        id = program.id
        version = program.version
        destination = MarkedURL(program.terms.destinationURL)
        fallback = program.terms.fallbackURL
        lookback = program.terms.attribution.window(for: .click)
        status = program.status
        schedule = program.terms.schedule
    }

    func isLive(at moment: Timestamp) -> Bool {
        status == .active && schedule.contains(moment)
    }
}

/// A destination, and its octets around a click's token.
package final class MarkedURL: Sendable {
    package let text: String
    package let beforeToken: [UInt8]
    package let afterToken: [UInt8]

    init(_ text: String) {
        self.text = text
        (beforeToken, afterToken) = TaggedURL.placeOfToken(in: text)
    }
}

/// Programs that have been read, so that a link of one is found without reading it again.
struct ProgramTargets: Sendable {
    private var byID: [ID<Program>: ProgramTarget] = [:]
    private var standard: ProgramTarget?

    mutating func program(_ id: ID<Program>, from connection: Connection) throws -> ProgramTarget? {
        if let known = byID[id] { return known }
        return try connection.program(id).map { remember($0) }
    }

    mutating func defaultProgram(from connection: Connection) throws -> ProgramTarget? {
        if let standard { return standard }
        standard = try connection.defaultProgram().map { remember($0) }
        return standard
    }

    private mutating func remember(_ program: Program) -> ProgramTarget {
        let target = ProgramTarget(program)
        byID[program.id] = target
        return target
    }
}

extension Connection {
    /// What `/r/{slug}` leads to: a link that somebody made, else a referrer's own `{code}` or `{code}-{program}`.
    /// - Returns: nil where nothing has this slug, or it is longer than any: a stranger's slug costs little to read.
    package func target(slug: String) throws -> LinkTarget? {
        var programs = ProgramTargets()
        return try target(slug: slug, &programs)
    }

    /// - Parameter programs: those that are known; others are read.
    func target(slug: String, _ programs: inout ProgramTargets) throws -> LinkTarget? {
        guard slug.utf8.count <= Code.vanityLength.upperBound + 1 + Slug.length.upperBound else { return nil }
        if let link = try clickedLink(slug: slug.lowercased()) {
            return try programs.program(link.program, from: self).map { LinkTarget(link, slug: link.slug, program: $0) }
        }
        if let normalised = Code.normalised(slug), let program = try programs.defaultProgram(from: self),
            let link = try clickedLink(code: normalised, in: program.id)
        {
            return LinkTarget(link, slug: link.slug, program: program)
        }
        guard let found = try codeAndProgram(inSlug: slug), let named = found.program,
            let link = try clickedLink(code: found.code.normalised, in: named.id),
            let program = try programs.program(named.id, from: self)
        else { return nil }
        return LinkTarget(link, slug: "\(found.code.shown)-\(named.slug)", program: program)
    }
}
