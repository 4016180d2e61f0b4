import Domain

/// A click as it is appended.
package struct ClickRow: Hashable, Sendable {
    package var id: ID<Click>
    package var link: ID<Link>
    package var clickClass: ClickClass
    /// Which rule said so, by its number in the list of rules.
    package var classRule: Int64
    package var visitor: Visitor
    /// Numbers in `word`; 0 for none.
    package var userAgent: Int64
    package var referringHost: Int64
    package var channel: Int64
    /// The version of the program's terms in force.
    package var version: Int64
    package var seen: ClickSigns

    package init(
        id: ID<Click>, link: ID<Link>, clickClass: ClickClass, classRule: Int64, visitor: Visitor, userAgent: Int64,
        referringHost: Int64, channel: Int64, version: Int64, seen: ClickSigns
    ) {
        self.id = id
        self.link = link
        self.clickClass = clickClass
        self.classRule = classRule
        self.visitor = visitor
        self.userAgent = userAgent
        self.referringHost = referringHost
        self.channel = channel
        self.version = version
        self.seen = seen
    }
}

/// What of a click's request was seen, so that its class can be computed again. The bits are stored.
package struct ClickSigns: OptionSet, Hashable, Sendable {
    package let rawValue: Int64

    package init(rawValue: Int64) {
        self.rawValue = rawValue
    }

    package static let headMethod = ClickSigns(rawValue: 1)
    package static let prefetchHeader = ClickSigns(rawValue: 2)
    package static let noTracking = ClickSigns(rawValue: 4)
    package static let cookie = ClickSigns(rawValue: 8)
    /// The program or link was not live: no touchpoint.
    package static let notLive = ClickSigns(rawValue: 16)
    /// The referrer was suspended: no touchpoint.
    package static let suspended = ClickSigns(rawValue: 32)
}

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
        try clicks(where: "c.id = \(id)").first
    }

    /// The newest `limit` clicks of one class by a visitor, later than `after` and not later than `until`.
    package func clicks(
        of visitor: Visitor, _ clickClass: ClickClass, after: Timestamp?, until: Timestamp, limit: Int
    ) throws -> [ClickRecord] {
        let first = after.map { ID<Click>.first(at: $0 + 1) } ?? ID(value: 0)
        return try clicks(
            where: """
                c.visitor = \(visitor.hash) AND c.class = \(clickClass.rawValue) AND c.id >= \(first)
                AND c.id < \(ID<Click>.first(at: until + 1))
                ORDER BY c.id DESC LIMIT \(limit)
                """)
    }

    /// Whether this visitor made a `human` click on the link since `since`.
    package func hasHumanClick(by visitor: Visitor, on link: ID<Link>, since: Timestamp) throws -> Bool {
        try first(
            """
            SELECT 1 FROM click
             WHERE visitor = \(visitor.hash) AND class = \(ClickClass.human.rawValue)
               AND id >= \(ID<Click>.first(at: since)) AND link = \(link)
             LIMIT 1
            """
        ) { _ in true } ?? false
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

    package func insert(_ click: ClickRow) throws {
        try run(
            """
            INSERT INTO click (id, link, class, class_rule, visitor, user_agent, referring_host, channel, version, seen)
            VALUES (\(click.id), \(click.link), \(click.clickClass.rawValue), \(click.classRule), \(click.visitor.hash),
                    \(click.userAgent), \(click.referringHost), \(click.channel), \(click.version),
                    \(click.seen.rawValue))
            """)
        try run(
            """
            INSERT INTO click_count (link, hour, class, count)
            VALUES (\(click.link), \(click.id.madeAt.milliseconds / Timestamp.hour), \(click.clickClass.rawValue), 1)
            ON CONFLICT (link, hour, class) DO UPDATE SET count = click_count.count + 1
            """)
    }

    private func clicks(where filter: SQL) throws -> [ClickRecord] {
        try rows(
            """
            SELECT c.id, c.link, l.referrer, l.program, c.class, c.seen, c.version, COALESCE(l.channel, w.text)
              FROM click c JOIN link l ON l.id = c.link
              LEFT JOIN word w ON w.kind = 'channel' AND w.number = c.channel
             WHERE \(filter)
            """
        ) { row in
            guard let clickClass = ClickClass(rawValue: row.int64(4)) else {
                throw StoreError.corrupt("click class \(row.int64(4))")
            }
            return ClickRecord(
                id: row.id(0), link: row.id(1), referrer: row.id(2), program: row.id(3), clickClass: clickClass,
                seen: ClickSigns(rawValue: row.int64(5)), channel: row.optionalText(7),
                version: row.int64(6))
        }
    }
}
