import Domain
import Store

/// All that a click on a slug needs to know, read once and kept in the directory; a class, so that passing it on copies
/// nothing.
package final class LinkTarget: Sendable {
    /// nil: a link nobody made, without a click so far.
    package let link: Link?
    /// The number by which clicks name the link, once it has a row.
    let linkNumber: Int64?
    /// As we show it.
    package let slug: String
    package let code: String
    package let referrer: ID<Referrer>
    package let isReferrerActive: Bool
    package let program: ID<Program>
    package let version: Int64
    package let destination: String
    package let fallback: String?
    /// The destination around a click's token.
    package let beforeToken: [UInt8]
    package let afterToken: [UInt8]
    /// The window frozen onto clicks.
    package let lookback: Lookback
    private let programStatus: ProgramStatus
    private let schedule: Schedule

    /// The same, now that its link has a row.
    func with(_ link: Link, number: Int64) -> LinkTarget {
        LinkTarget(self, link, number: number)
    }

    private init(_ other: LinkTarget, _ link: Link, number: Int64) {
        self.link = link
        linkNumber = number
        slug = other.slug
        code = other.code
        referrer = other.referrer
        isReferrerActive = other.isReferrerActive
        program = other.program
        version = other.version
        destination = other.destination
        fallback = other.fallback
        beforeToken = other.beforeToken
        afterToken = other.afterToken
        lookback = other.lookback
        programStatus = other.programStatus
        schedule = other.schedule
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
        guard programStatus == .active, schedule.contains(moment), link?.isLive(at: moment) ?? true else {
            return .notLive
        }
        return isReferrerActive ? .live : .withoutCredit
    }

    init(link: Link?, number: Int64?, slug: String, code: String, referrer: Referrer, program: Program) {
        self.link = link
        linkNumber = number
        self.slug = slug
        self.code = code
        self.referrer = referrer.id
        isReferrerActive = referrer.status == .active
        self.program = program.id
        version = program.version
        destination = link?.destination ?? program.terms.destinationURL
        fallback = program.terms.fallbackURL
        (beforeToken, afterToken) = TaggedURL.placeOfToken(in: destination)
        lookback = program.terms.attribution.window(for: .click)
        programStatus = program.status
        schedule = program.terms.schedule
    }
}

extension Connection {
    /// What `/r/{slug}` leads to: a link that somebody made, else a referrer's own `{code}` or `{code}-{program}`.
    /// - Returns: nil where nothing has this slug, or it is longer than any: a stranger's slug costs little to read.
    package func target(slug: String) throws -> LinkTarget? {
        guard slug.utf8.count <= Code.vanityLength.upperBound + 1 + Slug.length.upperBound else { return nil }
        if let link = try link(slug: slug.lowercased()), let referrer = try referrer(link.referrer),
            let program = try program(link.program)
        {
            return LinkTarget(
                link: link, number: try number(of: link.id), slug: link.slug, code: link.code, referrer: referrer,
                program: program)
        }
        guard let found = try codeAndProgram(inSlug: slug), let referrer = try referrer(found.code.referrer),
            let program = try found.program ?? defaultProgram()
        else { return nil }
        let link = try unmadeLink(code: found.code.normalised, program: program.id)
        return LinkTarget(
            link: link, number: try link.map { try number(of: $0.id) },
            slug: found.program.map { "\(found.code.shown)-\($0.slug)" } ?? found.code.shown,
            code: found.code.normalised, referrer: referrer, program: program)
    }
}
