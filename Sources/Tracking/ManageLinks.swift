import Domain
import Store

/// What makes an extra link.
package struct NewLink: Sendable {
    package var referrer: Referrer
    package var program: Program
    /// nil: one is made.
    package var slug: String?
    package var destination: Destination?
    package var channel: String?
    package var expiresAt: Timestamp?

    package init(
        referrer: Referrer, program: Program, slug: String?, destination: Destination?, channel: String?,
        expiresAt: Timestamp?
    ) {
        self.referrer = referrer
        self.program = program
        self.slug = slug
        self.destination = destination
        self.channel = channel
        self.expiresAt = expiresAt
    }
}

/// Where a link leads, and the host in it, in lower case.
package struct Destination: Hashable, Sendable {
    package let url: String
    package let host: String

    package init(url: String, host: String) {
        self.url = url
        self.host = host
    }
}

/// Members of a link to set; nil leaves one as it is, and `.some(nil)` clears it.
package struct LinkChange: Sendable {
    package var destination: Destination??
    package var channel: String??
    package var expiresAt: Timestamp??

    package init() {}
}

extension Transaction {
    /// - Throws: `TrackingError.slugTaken`, `.hostNotAllowed`.
    package func make(_ new: NewLink, random: inout RandomSource) throws -> Link {
        try check(new.destination, in: new.program)
        let slug = try new.slug ?? unusedSlug(random: &random)
        guard try connection.link(slug: slug) == nil, try !isOwnLink(slug) else { throw TrackingError.slugTaken(slug) }
        let id = mint(Link.self)
        let link = Link(
            id: id, slug: slug, referrer: new.referrer.id, program: new.program.id,
            code: Code.normalised(new.referrer.mainCode) ?? new.referrer.mainCode, destination: new.destination?.url,
            channel: new.channel, expiresAt: new.expiresAt, madeAt: id.madeAt)
        try connection.insert(link, isMade: true)
        return link
    }

    /// - Throws: `TrackingError.hostNotAllowed`.
    package func change(_ link: Link, in program: Program, _ change: LinkChange) throws -> Link {
        var changed = link
        if let destination = change.destination {
            try check(destination, in: program)
            changed.destination = destination?.url
        }
        if let channel = change.channel { changed.channel = channel }
        if let expiresAt = change.expiresAt { changed.expiresAt = expiresAt }
        if changed != link { try connection.update(changed) }
        return changed
    }

    /// Ends a link; its clicks and slug stay.
    package func archive(_ link: Link) throws -> Link {
        var changed = link
        changed.isArchived = true
        if changed != link { try connection.update(changed) }
        return changed
    }

    private func check(_ destination: Destination?, in program: Program) throws {
        guard let destination else { return }
        guard program.terms.allowedHosts.contains(destination.host) else {
            throw TrackingError.hostNotAllowed(host: destination.host, allowed: program.terms.allowedHosts)
        }
    }

    /// Whether a referrer already has `/r/{slug}` without having made it.
    private func isOwnLink(_ slug: String) throws -> Bool {
        try connection.codeAndProgram(inSlug: slug) != nil
    }

    private func unusedSlug(random: inout RandomSource) throws -> String {
        while true {
            let slug = Code.generated(using: &random).lowercased()
            if try connection.link(slug: slug) == nil, try !isOwnLink(slug) { return slug }
        }
    }
}

extension Connection {
    /// Reads `{code}` or `{code}-{program slug}`. A whole code wins over a code with a program, and a longer program
    /// slug over a shorter one.
    /// - Returns: nil where there is no such code; `program` nil: the default one.
    func codeAndProgram(inSlug slug: String) throws -> (code: StoredCode, program: Program?)? {
        if let normalised = Code.normalised(slug), let code = try code(normalised) { return (code, nil) }
        for hyphen in slug.indices where slug[hyphen] == "-" {
            let tail = String(slug[slug.index(after: hyphen)...]).lowercased()
            guard Slug.isValid(tail), let normalised = Code.normalised(String(slug[..<hyphen])),
                let code = try code(normalised), let program = try program(slug: tail)
            else { continue }
            return (code, program)
        }
        return nil
    }
}
