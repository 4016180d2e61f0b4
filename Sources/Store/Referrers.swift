import Domain

/// Which referrers a list shows; nil: any.
package struct ReferrerFilter: Sendable {
    package var email: String?
    package var tag: String?
    package var minimumFollowers: Int64?
    package var status: ReferrerStatus?

    package init(
        email: String? = nil, tag: String? = nil, minimumFollowers: Int64? = nil, status: ReferrerStatus? = nil
    ) {
        self.email = email
        self.tag = tag
        self.minimumFollowers = minimumFollowers
        self.status = status
    }
}

extension Connection {
    package func referrer(_ id: ID<Referrer>) throws -> Referrer? {
        try referrers(where: "id = \(id)").first
    }

    package func status(of referrer: ID<Referrer>) throws -> ReferrerStatus? {
        try first("SELECT status FROM referrer WHERE id = \(referrer)") { try $0.word(0) }
    }

    package func referrer(customerID: String) throws -> Referrer? {
        try referrers(where: "customer_id = \(customerID)").first
    }

    package func referrers(_ filter: ReferrerFilter, _ page: Page) throws -> [Referrer] {
        var wanted: SQL = "1 = 1"
        if let email = filter.email { wanted = "\(wanted) AND email = \(email)" }
        if let tag = filter.tag {
            wanted = "\(wanted) AND id IN (SELECT referrer FROM referrer_tag WHERE tag = \(tag))"
        }
        if let followers = filter.minimumFollowers { wanted = "\(wanted) AND followers >= \(followers)" }
        if let status = filter.status { wanted = "\(wanted) AND status = \(status.rawValue)" }
        return try referrers(where: page.closing(wanted))
    }

    /// The referrer accounts with one of these shop ids or email addresses.
    package func referrers(withKeys keys: Set<CustomerKey>) throws -> Set<ID<Referrer>> {
        var found: Set<ID<Referrer>> = []
        for key in keys {
            switch key.kind {
            case .id:
                found.formUnion(try rows("SELECT id FROM referrer WHERE customer_id = \(key.value)") { $0.id(0) })
            case .email:
                found.formUnion(try rows("SELECT id FROM referrer WHERE email = \(key.value)") { $0.id(0) })
            case .phone: continue
            }
        }
        return found
    }

    package func insert(_ referrer: Referrer) throws {
        let profile = referrer.profile
        try run(
            """
            INSERT INTO referrer (id, customer_id, email, name, kind, locale, followers, status, main_code)
            VALUES (\(referrer.id), \(referrer.customerID), \(profile.email), \(profile.name), \(profile.kind.rawValue),
                    \(profile.locale), \(profile.followers), \(referrer.status.rawValue), \(referrer.mainCode))
            """)
        try insertTags(of: referrer)
    }

    package func update(_ referrer: Referrer) throws {
        let profile = referrer.profile
        try run(
            """
            UPDATE referrer
               SET email = \(profile.email), name = \(profile.name), kind = \(profile.kind.rawValue),
                   locale = \(profile.locale), followers = \(profile.followers), status = \(referrer.status.rawValue)
             WHERE id = \(referrer.id)
            """)
        try run("DELETE FROM referrer_tag WHERE referrer = \(referrer.id)")
        try insertTags(of: referrer)
    }

    private func insertTags(of referrer: Referrer) throws {
        for tag in referrer.profile.tags {
            try run("INSERT INTO referrer_tag (tag, referrer) VALUES (\(tag), \(referrer.id))")
        }
    }

    func referrers(where filter: SQL) throws -> [Referrer] {
        var found = try rows(
            """
            SELECT id, customer_id, email, name, kind, locale, followers, status, main_code
              FROM referrer
             WHERE \(filter)
            """
        ) { row in
            let id: ID<Referrer> = row.id(0)
            let profile = ReferrerProfile(
                email: row.optionalText(2), name: row.optionalText(3), kind: try row.word(4),
                locale: row.optionalText(5), followers: row.optionalInt64(6))
            return Referrer(
                id: id, customerID: row.text(1), profile: profile, status: try row.word(7), mainCode: row.text(8),
                madeAt: id.madeAt)
        }
        for index in found.indices {
            found[index].profile.tags = try rows(
                "SELECT tag FROM referrer_tag WHERE referrer = \(found[index].id) ORDER BY tag"
            ) { $0.text(0) }
        }
        return found
    }
}
