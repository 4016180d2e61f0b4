import Domain
import Store

/// A click as the reactor has seen it, on its way to the writer.
package struct SeenClick: Sendable {
    package var target: LinkTarget
    /// What the writer needs of it, taken along: among very many targets, each touch of one is slow.
    fileprivate let linkNumber: Int64?
    fileprivate let referrer: ID<Referrer>
    fileprivate let version: Int64
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
        linkNumber = target.linkNumber
        referrer = target.referrer
        version = target.program.version
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

/// Clicks that are written in one transaction. Their rows go in together, in the end.
package final class ClickWriting {
    private let transaction: Transaction
    private let words: WordList
    private var rows: [ClickRow] = []
    private var connection: Connection { transaction.connection }

    package init(_ transaction: Transaction, words: WordList, count: Int) {
        self.transaction = transaction
        self.words = words
        rows.reserveCapacity(count)
    }

    /// Gives a click its class and its place. `duplicate` and `self` are settled here, where clicks have an order.
    package func record(_ seen: SeenClick) throws -> RecordedClick {
        let newTarget = try seen.linkNumber == nil ? firstClick(on: seen.target) : nil
        guard let link = seen.linkNumber ?? newTarget?.linkNumber else {
            throw StoreError.corrupt("a link has no number")
        }
        let id = transaction.mint(Click.self)
        let (clickClass, rule) = try settledClass(of: seen, on: link, at: id.madeAt)
        var signs = seen.signs
        if try clickClass == .human && isFirstVisit(seen, at: id.madeAt) { signs.formUnion(.firstVisit) }
        let row = ClickRow(
            id: id, link: link, clickClass: clickClass, classRule: rule.number, visitor: seen.visitor,
            userAgent: try words.number(of: seen.request.userAgent, in: transaction),
            referringHost: try number(.referringHost, seen.referringHost),
            channel: try number(.channel, seen.channel), version: seen.version, seen: signs)
        connection.note(row)
        rows.append(row)
        return RecordedClick(id: id, clickClass: clickClass, newTarget: newTarget)
    }

    /// Inserts the rows.
    package func finish() throws {
        try connection.insert(rows)
        rows = []
    }

    private func number(_ kind: WordKind, _ text: String?) throws -> Int64 {
        guard let text else { return noWord }
        return try words.number(kind, text, in: transaction)
    }

    private func settledClass(
        of seen: SeenClick, on link: Int64, at moment: Timestamp
    ) throws -> (ClickClass, ClassRule) {
        let (clickClass, rule) = (seen.request.clickClass, seen.request.rule)
        guard clickClass == .human, seen.mayBeKnown else { return (clickClass, rule) }
        if try connection.isReferrer(seen.referrer, visitor: seen.visitor) { return (.own, .visitorIsReferrer) }
        let dayBefore = moment + -Timestamp.day
        if try connection.hasHumanClick(by: seen.visitor, onLink: link, since: dayBefore) {
            return (.duplicate, .sameVisitorWithinDay)
        }
        return (clickClass, rule)
    }

    private func isFirstVisit(_ seen: SeenClick, at moment: Timestamp) throws -> Bool {
        guard seen.mayBeKnown else { return true }
        // A visitor without a cookie has another pseudonym each day; a request may be seen before midnight and stored
        // after it.
        let since = seen.signs.contains(.cookie) ? nil : moment + -2 * Timestamp.day
        return try !connection.hasHumanClick(by: seen.visitor, at: seen.referrer, since: since)
    }

    /// Gives a link that nobody made its row. The target in memory may be older than another first click: look again.
    private func firstClick(on target: LinkTarget) throws -> LinkTarget {
        if let number = try connection.clickedLink(code: target.code, in: target.program.id)?.number {
            return target.with(linkNumber: number)
        }
        let link = try transaction.insertUnmadeLink(
            slug: target.slug, code: target.code, target.referrer, in: target.program.id)
        return target.with(linkNumber: try connection.number(of: link))
    }
}

extension Transaction {
    /// Gives a link that nobody made its row.
    func insertUnmadeLink(
        slug: String, code normalised: String, _ referrer: ID<Referrer>, in program: ID<Program>
    ) throws -> ID<Link> {
        let id = mint(Link.self)
        let link = Link(
            id: id, slug: slug, referrer: referrer, program: program, code: normalised, madeAt: id.madeAt)
        try connection.insert(link, isMade: false)
        return id
    }
}
