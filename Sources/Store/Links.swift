import Domain

/// Which links a list shows; nil: any.
package struct LinkFilter: Sendable {
    package var referrer: ID<Referrer>?
    package var program: ID<Program>?
    package var channel: String?

    package init(referrer: ID<Referrer>? = nil, program: ID<Program>? = nil, channel: String? = nil) {
        self.referrer = referrer
        self.program = program
        self.channel = channel
    }
}

extension Connection {
    package func link(_ id: ID<Link>) throws -> Link? {
        try links(where: "id = \(id)").first
    }

    /// A link that somebody made, by its slug; archived and expired ones too.
    package func link(slug: String) throws -> Link? {
        try links(where: "slug = \(slug) AND is_made = 1").first
    }

    package func links(_ filter: LinkFilter, _ page: Page) throws -> [Link] {
        var wanted: SQL = "is_made = 1"
        if let referrer = filter.referrer { wanted = "\(wanted) AND referrer = \(referrer)" }
        if let program = filter.program { wanted = "\(wanted) AND program = \(program)" }
        if let channel = filter.channel { wanted = "\(wanted) AND channel = \(channel)" }
        return try links(where: page.closing(wanted))
    }

    package func insert(_ link: Link, isMade: Bool) throws {
        try run(
            """
            INSERT INTO link (id, slug, referrer, program, code, is_made, destination, channel, expires_at, is_archived,
                              number)
            VALUES (\(link.id), \(link.slug), \(link.referrer), \(link.program), \(link.code), \(isMade),
                    \(link.destination), \(link.channel), \(link.expiresAt), \(link.isArchived),
                    (SELECT COALESCE(MAX(number), 0) + 1 FROM link))
            """)
    }

    /// The small number by which clicks name a link.
    package func number(of link: ID<Link>) throws -> Int64 {
        guard let number = try first("SELECT number FROM link WHERE id = \(link)", { $0.int64(0) }) else {
            throw StoreError.corrupt("\(link) has no number")
        }
        return number
    }

    package func update(_ link: Link) throws {
        try run(
            """
            UPDATE link
               SET destination = \(link.destination), channel = \(link.channel), expires_at = \(link.expiresAt),
                   is_archived = \(link.isArchived)
             WHERE id = \(link.id)
            """)
    }

    func links(where filter: SQL) throws -> [Link] {
        try rows(
            """
            SELECT id, slug, referrer, program, code, destination, channel, expires_at, is_archived
              FROM link
             WHERE \(filter)
            """
        ) { row in
            let id: ID<Link> = row.id(0)
            return Link(
                id: id, slug: row.text(1), referrer: row.id(2), program: row.id(3), code: row.text(4),
                destination: row.optionalText(5), channel: row.optionalText(6), expiresAt: row.optionalTimestamp(7),
                isArchived: row.bool(8), madeAt: id.madeAt)
        }
    }
}
