import Domain
import Store

/// What enrols a referrer.
package struct Enrolment: Sendable {
    package let customerID: String
    /// The members that were sent; the others keep what is stored.
    package let change: ProfileChange
    /// A vanity code for the main code; nil: one is made.
    package let code: String?

    package init(customerID: String, change: ProfileChange, code: String?) {
        self.customerID = customerID
        self.change = change
        self.code = code
    }
}

/// Members of a profile to set; nil leaves one as it is, and `.some(nil)` clears it.
package struct ProfileChange: Sendable {
    package var email: String??
    package var name: String??
    package var kind: ReferrerKind?
    package var locale: String??
    package var followers: Int64??
    package var tags: [String]?
    package var status: ReferrerStatus?

    package init() {}

    func applied(to referrer: Referrer) -> Referrer {
        var changed = referrer
        if let email { changed.profile.email = email?.lowercased() }
        if let name { changed.profile.name = name }
        if let kind { changed.profile.kind = kind }
        if let locale { changed.profile.locale = locale }
        if let followers { changed.profile.followers = followers }
        if let tags { changed.profile.tags = Set(tags).sorted() }
        if let status { changed.status = status }
        return changed
    }
}

extension Transaction {
    /// Enrols a customer as referrer, once: later calls bring the profile up to date and keep the code.
    /// - Returns: the referrer, and whether it is a new one.
    /// - Throws: `TrackingError.codeTaken`, `.codeReserved`, `.codeInvalid`.
    package func enrol(
        _ enrolment: Enrolment, random: inout RandomSource
    ) throws -> (referrer: Referrer, isNew: Bool) {
        if let known = try connection.referrer(customerID: enrolment.customerID) {
            // The code first: it may be refused, and nothing is written then.
            if let code = enrolment.code, Code.normalised(code) != Code.normalised(known.mainCode) {
                try addCode(code, to: known)
            }
            return (try change(known, enrolment.change), false)
        }
        let id = mint(Referrer.self)
        let code = try enrolment.code.map { try checkedVanity($0) } ?? unusedCode(random: &random)
        let plain = Referrer(
            id: id, customerID: enrolment.customerID, profile: ReferrerProfile(), status: .active, mainCode: code.shown,
            madeAt: id.madeAt)
        let referrer = enrolment.change.applied(to: plain)
        try connection.insert(referrer)
        try connection.insert(
            StoredCode(normalised: code.normalised, shown: code.shown, referrer: id, madeAt: now))
        // The link that will be shared has its row before the first click, which has less to write then.
        if let program = try connection.defaultProgramID() {
            _ = try insertUnmadeLink(slug: code.shown, code: code.normalised, id, in: program)
        }
        return (referrer, true)
    }

    package func change(_ referrer: Referrer, _ change: ProfileChange) throws -> Referrer {
        let changed = change.applied(to: referrer)
        if changed != referrer { try connection.update(changed) }
        return changed
    }

    /// Gives a referrer a vanity alias. One that the referrer already has changes nothing.
    /// - Returns: the code, and whether it is a new one.
    /// - Throws: `TrackingError.codeTaken`, `.codeReserved`, `.codeInvalid`.
    @discardableResult
    package func addCode(_ text: String, to referrer: Referrer) throws -> (code: StoredCode, isNew: Bool) {
        if let normalised = Code.normalised(text), let own = try connection.code(normalised),
            own.referrer == referrer.id
        {
            return (own, false)
        }
        let checked = try checkedVanity(text)
        let code = StoredCode(
            normalised: checked.normalised, shown: checked.shown, referrer: referrer.id, madeAt: now)
        try connection.insert(code)
        return (code, true)
    }

    private func checkedVanity(_ text: String) throws -> (normalised: String, shown: String) {
        guard let normalised = Code.normalised(text), Code.isVanity(text) else {
            throw TrackingError.codeInvalid(text)
        }
        guard !Code.reserved.contains(normalised) else { throw TrackingError.codeReserved(text) }
        guard try connection.code(normalised) == nil, try !shadowsLink(text, normalised) else {
            throw TrackingError.codeTaken(text)
        }
        return (normalised, text.uppercased())
    }

    /// Whether a code would take over a link that people already share: one that somebody made, or
    /// `/r/{code}-{program}` of another referrer.
    private func shadowsLink(_ text: String, _ normalised: String) throws -> Bool {
        for slug in [text.lowercased(), normalised.lowercased()] where try connection.link(slug: slug) != nil {
            return true
        }
        for slug in try connection.programSlugs() {
            guard let tail = Code.normalised(slug), normalised.hasSuffix(tail), normalised != tail else { continue }
            if try connection.code(String(normalised.dropLast(tail.count))) != nil { return true }
        }
        return false
    }

    private func unusedCode(random: inout RandomSource) throws -> (normalised: String, shown: String) {
        while true {
            let code = Code.generated(using: &random)
            if try connection.code(code) == nil { return (code, code) }
        }
    }
}
