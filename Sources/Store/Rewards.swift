import Domain

package struct RewardRow: Hashable, Sendable {
    package var id: ID<Reward>
    package var conversion: ID<Conversion>
    /// The conversion's when it was granted.
    package var revision: Int64
    package var reward: Reward

    package init(id: ID<Reward>, conversion: ID<Conversion>, revision: Int64, reward: Reward) {
        self.id = id
        self.conversion = conversion
        self.revision = revision
        self.reward = reward
    }
}

/// Which rewards a list shows; nil: any.
package struct RewardFilter: Sendable {
    package var status: RewardStatus?
    package var person: Person?
    package var program: ID<Program>?

    package init(status: RewardStatus? = nil, person: Person? = nil, program: ID<Program>? = nil) {
        self.status = status
        self.person = person
        self.program = program
    }
}

extension Connection {
    package func reward(_ id: ID<Reward>) throws -> RewardRow? {
        try rewards(where: "id = \(id)").first
    }

    package func rewards(_ filter: RewardFilter, _ page: Page) throws -> [RewardRow] {
        var wanted: SQL = "1 = 1"
        if let status = filter.status { wanted = "\(wanted) AND status = \(status.rawValue)" }
        if let person = filter.person { wanted = "\(wanted) AND person = \(person.text)" }
        if let program = filter.program { wanted = "\(wanted) AND program = \(program)" }
        return try rewards(where: page.closing(wanted))
    }

    /// All rewards of a conversion, oldest first.
    package func rewards(of conversion: ID<Conversion>) throws -> [RewardRow] {
        try rewards(where: "conversion = \(conversion) ORDER BY id")
    }

    /// Held rewards that approve themselves and whose hold has ended, the longest overdue first.
    package func dueRewards(at moment: Timestamp, limit: Int) throws -> [RewardRow] {
        try rewards(
            where: """
                status = 'pending' AND auto_approve = 1 AND release_at <= \(moment) ORDER BY release_at LIMIT \(limit)
                """)
    }

    package func insert(_ row: RewardRow) throws {
        let reward = row.reward
        let value = reward.value.stored
        let rule = reward.terms.value.stored
        try run(
            """
            INSERT INTO reward (id, conversion, program, rule, beneficiary, person, kind, unit, amount, face_bp, reversed,
                status, release_at, hold_days, release_on, auto_approve, min_order, flat, percent_bp, percent_max,
                share_bp, revision)
            VALUES (\(row.id), \(row.conversion), \(reward.program), \(reward.rule), \(reward.beneficiary.rawValue),
                \(reward.person.text), \(reward.kind.rawValue), \(value.unit), \(reward.value.amount), \(value.face),
                \(reward.reversed), \(reward.status.rawValue), \(reward.releaseAt), \(reward.terms.holdDays),
                \(reward.terms.releaseOn.rawValue), \(reward.terms.autoApprove), \(reward.terms.minimumOrder),
                \(rule.flat), \(rule.percent), \(rule.max), \(reward.terms.share.count),
                \(row.revision))
            """)
    }

    package func update(_ row: RewardRow) throws {
        try run(
            """
            UPDATE reward
               SET reversed = \(row.reward.reversed), status = \(row.reward.status.rawValue),
                   release_at = \(row.reward.releaseAt)
             WHERE id = \(row.id)
            """)
    }

    func rewards(where filter: SQL) throws -> [RewardRow] {
        try rows(
            """
            SELECT id, conversion, program, rule, beneficiary, person, kind, unit, amount, face_bp, reversed, status,
                   release_at, hold_days, release_on, auto_approve, min_order, share_bp, flat, percent_bp, percent_max, revision
              FROM reward
             WHERE \(filter)
            """
        ) { row in
            guard let person = Person(row.text(5)) else { throw StoreError.corrupt("person \(row.text(5))") }
            let terms = RewardTerms(
                holdDays: row.int64(13), releaseOn: try row.word(14), autoApprove: row.bool(15),
                minimumOrder: row.optionalInt64(16), value: try row.ruleValue(18), share: BasisPoints(row.int64(17)))
            let reward = Reward(
                program: row.id(2), rule: row.text(3), beneficiary: try row.word(4), person: person,
                kind: try row.word(6), value: try row.rewardValue(7), reversed: row.int64(10), status: try row.word(11),
                terms: terms, releaseAt: row.optionalTimestamp(12))
            return RewardRow(id: row.id(0), conversion: row.id(1), revision: row.int64(21), reward: reward)
        }
    }
}

extension RewardValue {
    fileprivate var stored: (unit: String?, face: Int64?) {
        switch self {
        case .money(let money): (LedgerUnit.currency(money.currency).text, nil)
        case .points: (LedgerUnit.points.text, nil)
        case .face(let share): (nil, share.count)
        }
    }
}

extension Row {
    /// `unit`, `amount`, `face_bp` in three columns from `column` on.
    fileprivate func rewardValue(_ column: Int) throws -> RewardValue {
        if let face = optionalInt64(column + 2) { return .face(BasisPoints(face)) }
        if optionalText(column) == LedgerUnit.points.text { return .points(int64(column + 1)) }
        return .money(Money(minor: int64(column + 1), currency: try currency(column)))
    }
}
