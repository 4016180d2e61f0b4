import Domain

/// A click with what its link says of it.
package struct ClickRecord: Hashable, Sendable {
    package let id: ID<Click>
    package let link: ID<Link>
    package let referrer: ID<Referrer>
    package let program: ID<Program>
    package let clickClass: ClickClass
    package let seen: ClickSigns
    package let channel: String?
    package let version: Int64
}

extension Connection {
    package func click(_ id: ID<Click>) throws -> ClickRecord? {
        try clicks(where: "c.id = \(id)").first?.record
    }

    /// The newest `limit` clicks of one class by a visitor, later than `after` and not later than `until`; the newest
    /// first.
    package func clicks(
        of visitor: Visitor, _ clickClass: ClickClass, after: Timestamp?, until: Timestamp, limit: Int
    ) throws -> [ClickRecord] {
        let range = ClickRange(laterThan: after, until: until)
        var found: [ClickRecord] = []
        try eachIdentifier(.visitor, key: ClickOrder.key(visitor, clickClass), range) { id in
            if let click = try click(id, by: visitor) { found.append(click) }
            return found.count < limit
        }
        return found
    }

    /// What a visitor clicked, by class: for who wants several classes, since each run is looked through once.
    /// - Returns: nil where that is very much. Identifiers, the newest first; some may be another visitor's.
    package func clickIdentifiers(
        of visitor: Visitor, after: Timestamp?, until: Timestamp
    ) throws -> [ClickClass: [Int64]]? {
        let range = ClickRange(laterThan: after, until: until)
        let most = 1000
        let fold = try clickFold()
        var found: [ClickClass: [Int64]] = [:]
        for clickClass in ClickClass.allCases {
            let newest = try unordered(
                .visitor, key: ClickOrder.key(visitor, clickClass), fold.unordered(of: range))
            if !newest.isEmpty { found[clickClass] = newest.reversed() }
        }
        let rest = fold.ordered(of: range)
        guard !rest.isEmpty else { return found }
        for run in try liveRuns(.visitor) {
            let entries = try entries(in: run, keys: ClickOrder.keys(visitor), rest, limit: most)
            guard entries.count < most else { return nil }
            for entry in entries.reversed() {
                found[try ClickOrder.clickClass(ofKey: entry.key), default: []].append(entry.id)
            }
        }
        return found
    }

    /// The first `limit` of these clicks that are the visitor's.
    package func clicks(_ identifiers: [Int64], by visitor: Visitor, limit: Int) throws -> [ClickRecord] {
        var found: [ClickRecord] = []
        for id in identifiers where found.count < limit {
            if let click = try click(id, by: visitor) { found.append(click) }
        }
        return found
    }

    /// Whether this visitor made a `human` click on the link since `since`. Of a visitor with very many clicks only the
    /// newest thousand are looked at: looking costs time while others wait.
    package func hasHumanClick(by visitor: Visitor, onLink number: Int64, since: Timestamp) throws -> Bool {
        let range = ClickRange(after: ID<Click>.first(at: since).value - 1, until: .max)
        if let tail = clickTail, tail.hasHumanClick(by: visitor, onLink: number, in: range) { return true }
        var (isFound, looked) = (false, 0)
        try eachIdentifier(.visitor, key: ClickOrder.key(visitor, .human), range, limit: 1000) { id in
            isFound =
                try self.first(
                    """
                    SELECT 1 FROM click WHERE id = \(id) AND visitor = \(visitor.hash) AND link = \(number)
                    """
                ) { _ in true } ?? false
            looked += 1
            return !isFound && looked < 1000
        }
        return isFound
    }

    /// Whether this visitor made a `human` click on a link of the referrer since `since`, as far as clicks are kept. Of a
    /// visitor with very many such clicks, which is a program or a crowd behind one address, it is taken for granted:
    /// looking costs time while others wait.
    package func hasHumanClick(by visitor: Visitor, at referrer: ID<Referrer>, since: Timestamp?) throws -> Bool {
        let most = 200
        let range = ClickRange(from: since, to: nil)
        let recent = clickTail?.links(clickedBy: visitor, in: range) ?? []
        guard recent.count < most else { return true }
        for link in recent where try isLink(link, of: referrer) { return true }
        var (isFound, looked) = (false, recent.count)
        let rest = clickTail == nil ? range : try clickFold().ordered(of: range)
        try eachIdentifier(.visitor, key: ClickOrder.key(visitor, .human), rest, limit: most) { id in
            let link = try self.first("SELECT link FROM click WHERE id = \(id) AND visitor = \(visitor.hash)") {
                $0.int64(0)
            }
            looked += 1
            isFound = try looked >= most || link.map { try isLink($0, of: referrer) } ?? false
            return !isFound
        }
        return isFound
    }

    private func isLink(_ number: Int64, of referrer: ID<Referrer>) throws -> Bool {
        try first("SELECT 1 FROM link WHERE number = \(number) AND referrer = \(referrer)") { _ in true } ?? false
    }

    /// Whether an event has named this visitor for the referrer's own customer.
    package func isReferrer(_ referrer: ID<Referrer>, visitor: Visitor) throws -> Bool {
        try first(
            """
            SELECT 1 FROM visitor_naming n
              JOIN customer_key k ON k.customer = n.customer AND k.kind = 'id'
              JOIN referrer r ON r.customer_id = k.value
             WHERE n.visitor = \(visitor.hash) AND r.id = \(referrer)
             LIMIT 1
            """
        ) { _ in true } ?? false
    }

    /// Has `hasHumanClick` know of a click that is to be inserted in this transaction.
    package func note(_ click: ClickRow) {
        clickTail?.append(click)
    }

    package func insert(_ clicks: [ClickRow]) throws {
        var rows = NumberRows(Self.clickInsertion, reserving: clicks.count)
        for click in clicks {
            rows.append(click.id.value)
            rows.append(click.link)
            rows.append(click.clickClass.rawValue)
            rows.append(click.classRule)
            rows.append(click.visitor.hash)
            rows.append(click.userAgent)
            rows.append(click.referringHost)
            rows.append(click.channel)
            rows.append(click.version)
            rows.append(click.seen.rawValue)
        }
        try append(rows)
    }

    private static let clickInsertion = NumberRows.Insertion(
        "INSERT INTO click (id, link, class, class_rule, visitor, user_agent, referring_host, channel, version, seen)",
        columns: 10)

    /// - Returns: nil where another visitor has the same key, or the click is too old and gone.
    private func click(_ id: Int64, by visitor: Visitor) throws -> ClickRecord? {
        guard let click = try clicks(where: "c.id = \(id)").first, click.visitor == visitor else { return nil }
        return click.record
    }

    private func clicks(where filter: SQL) throws -> [(visitor: Visitor, record: ClickRecord)] {
        try rows(
            """
            SELECT c.id, l.id, l.referrer, l.program, c.class, c.seen, c.version, COALESCE(l.channel, w.text), c.visitor
              FROM click c JOIN link l ON l.number = c.link
              LEFT JOIN word w ON w.kind = 'channel' AND w.number = c.channel
             WHERE \(filter)
            """
        ) { row in
            guard let clickClass = ClickClass(rawValue: row.int64(4)) else {
                throw StoreError.corrupt("click class \(row.int64(4))")
            }
            let record = ClickRecord(
                id: row.id(0), link: row.id(1), referrer: row.id(2), program: row.id(3), clickClass: clickClass,
                seen: ClickSigns(rawValue: row.int64(5)), channel: row.optionalText(7),
                version: row.int64(6))
            return (Visitor(hash: row.int64(8)), record)
        }
    }
}
