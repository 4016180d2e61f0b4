import Domain
import Store

/// A click as the reactor has seen it, on its way to the writer.
package struct SeenClick: Sendable {
    package var target: LinkTarget
    package var request: ClickRequest
    package var visitor: Visitor
    /// Whether the visitor had been here before: a new cookie has no past to look up.
    package var mayBeKnown: Bool
    package var signs: ClickSigns
    /// What the request says; the link's own counts more.
    package var channel: String?
    package var referringHost: String?

    package init(
        target: LinkTarget, request: ClickRequest, visitor: Visitor, mayBeKnown: Bool, signs: ClickSigns,
        channel: String?, referringHost: String?
    ) {
        self.target = target
        self.request = request
        self.visitor = visitor
        self.mayBeKnown = mayBeKnown
        self.signs = signs
        self.channel = channel
        self.referringHost = referringHost
    }
}

/// What was stored of a click.
package struct RecordedClick: Sendable {
    package let id: ID<Click>
    package let clickClass: ClickClass
    /// The click's target with its link's row, where what is in memory had none.
    package let newTarget: LinkTarget?
}

extension Transaction {
    /// Appends a click with its class. `duplicate` and `self` are settled here, where clicks have an order.
    package func record(_ seen: SeenClick, words: WordList) throws -> RecordedClick {
        let newTarget = try seen.target.linkNumber == nil ? firstClick(on: seen.target) : nil
        guard let link = (newTarget ?? seen.target).linkNumber else { throw StoreError.corrupt("a link has no number") }
        let id = mint(Click.self)
        let (clickClass, rule) = try settledClass(of: seen, on: link, at: id.madeAt)
        let row = ClickRow(
            id: id, link: link, clickClass: clickClass, classRule: rule.number, visitor: seen.visitor,
            userAgent: try words.number(of: seen.request.userAgent, in: self),
            referringHost: try words.number(.referringHost, seen.referringHost ?? "", in: self),
            channel: try words.number(.channel, seen.channel ?? "", in: self),
            version: seen.target.version, seen: seen.signs)
        try connection.insert(row)
        return RecordedClick(id: id, clickClass: clickClass, newTarget: newTarget)
    }

    private func settledClass(
        of seen: SeenClick, on link: Int64, at moment: Timestamp
    ) throws -> (ClickClass, ClassRule) {
        let (clickClass, rule) = (seen.request.clickClass, seen.request.rule)
        guard clickClass == .human, seen.mayBeKnown else { return (clickClass, rule) }
        if try connection.isReferrer(seen.target.referrer, visitor: seen.visitor) { return (.own, .visitorIsReferrer) }
        let dayBefore = moment + -Timestamp.day
        if try connection.hasHumanClick(by: seen.visitor, onLink: link, since: dayBefore) {
            return (.duplicate, .sameVisitorWithinDay)
        }
        return (clickClass, rule)
    }

    /// Gives a link that nobody made its row. The target in memory may be older than another first click: look again.
    private func firstClick(on target: LinkTarget) throws -> LinkTarget {
        if let known = try connection.unmadeLink(code: target.code, program: target.program) {
            return target.with(known, number: try connection.number(of: known.id))
        }
        let id = mint(Link.self)
        let link = Link(
            id: id, slug: target.slug, referrer: target.referrer, program: target.program, code: target.code,
            madeAt: id.madeAt)
        try connection.insert(link, isMade: false)
        return target.with(link, number: try connection.number(of: id))
    }
}
