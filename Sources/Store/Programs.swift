import Domain

// Programs as rows: `program` is the scheme and its status, `program_version` and `reward_rule` its terms by version.

extension Connection {
    package func program(_ id: ID<Program>) throws -> Program? {
        try programs(where: "p.id = \(id)").first
    }

    package func program(slug: String) throws -> Program? {
        try programs(where: "p.slug = \(slug)").first
    }

    package func defaultProgram() throws -> Program? {
        try programs(where: "p.is_default = 1").first
    }

    package func defaultProgramID() throws -> ID<Program>? {
        try first("SELECT id FROM program WHERE is_default = 1") { $0.id(0) }
    }

    /// A program put together with terms that the caller has: those of a version never change, so they may be kept.
    /// - Parameter terms: of a version of it.
    package func program(
        _ id: ID<Program>, _ terms: (ID<Program>, Int64) throws -> ProgramTerms?
    ) throws -> Program? {
        try program(where: "id = \(id)", terms)
    }

    /// The same of the default program.
    package func defaultProgram(_ terms: (ID<Program>, Int64) throws -> ProgramTerms?) throws -> Program? {
        try program(where: "is_default = 1", terms)
    }

    private func program(
        where filter: SQL, _ terms: (ID<Program>, Int64) throws -> ProgramTerms?
    ) throws -> Program? {
        let found = try first("SELECT id, slug, status, is_default, version, changed_at FROM program WHERE \(filter)") {
            row in
            (
                id: row.id(0) as ID<Program>, slug: row.text(1), status: try row.word(2) as ProgramStatus,
                isDefault: row.bool(3), version: row.int64(4), changedAt: row.timestamp(5)
            )
        }
        guard let found, let terms = try terms(found.id, found.version) else { return nil }
        return Program(
            id: found.id, slug: found.slug, status: found.status, isDefault: found.isDefault, version: found.version,
            terms: terms, madeAt: found.id.madeAt, changedAt: found.changedAt)
    }

    package func programs(_ page: Page, status: ProgramStatus? = nil) throws -> [Program] {
        var filter: SQL = "p.id < \(page.before ?? .max)"
        if let status { filter = "\(filter) AND p.status = \(status.rawValue)" }
        return try programs(where: "\(filter) ORDER BY p.id DESC LIMIT \(page.limit + 1)")
    }

    /// The names of programs that may have live links now, oldest first.
    package func activePrograms() throws -> [(slug: String, isDefault: Bool)] {
        try rows("SELECT slug, is_default FROM program WHERE status = 'active' ORDER BY id LIMIT 1000") {
            ($0.text(0), $0.bool(1))
        }
    }

    package func programSlug(_ id: ID<Program>) throws -> String? {
        try first("SELECT slug FROM program WHERE id = \(id)") { $0.text(0) }
    }

    package func programSlugs() throws -> [String] {
        try rows("SELECT slug FROM program ORDER BY slug") { $0.text(0) }
    }

    /// The version in force at `moment`; the first one for what happened before there was any.
    package func version(of program: Program, at moment: Timestamp) throws -> Int64 {
        // Nothing of it changed since: most events are of now.
        program.changedAt <= moment ? program.version : try programVersion(program.id, at: moment)
    }

    /// The same of a program that is not at hand.
    package func programVersion(_ program: ID<Program>, at moment: Timestamp) throws -> Int64 {
        try first(
            """
            SELECT COALESCE(MAX(version), 1) FROM program_version
             WHERE program = \(program) AND from_at <= \(moment)
            """
        ) { $0.int64(0) } ?? 1
    }

    /// From when on each version was in force, the first one first.
    package func versionStarts(of program: ID<Program>) throws -> [(version: Int64, from: Timestamp)] {
        try rows("SELECT version, from_at FROM program_version WHERE program = \(program) ORDER BY version") {
            ($0.int64(0), $0.timestamp(1))
        }
    }

    package func terms(of program: ID<Program>, version: Int64) throws -> ProgramTerms? {
        let found = try first(
            "SELECT \(termsColumns) FROM program_version v WHERE v.program = \(program) AND v.version = \(version)"
        ) { try readTerms($0, startingAt: 0) }
        guard var terms = found else { return nil }
        terms.rewards = try rewardRules(program, version)
        return terms
    }

    package func insert(_ program: Program) throws {
        try run(
            """
            INSERT INTO program (id, slug, status, is_default, version, changed_at)
            VALUES (\(program.id), \(program.slug), \(program.status.rawValue), \(program.isDefault),
                    \(program.version), \(program.changedAt))
            """)
        try insertTerms(of: program)
    }

    /// Brings the row up to `program`; terms are added where the version is a new one.
    package func update(_ program: Program, hasNewTerms: Bool) throws {
        try run(
            """
            UPDATE program
               SET slug = \(program.slug), status = \(program.status.rawValue), is_default = \(program.isDefault),
                   version = \(program.version), changed_at = \(program.changedAt)
             WHERE id = \(program.id)
            """)
        if hasNewTerms { try insertTerms(of: program) }
    }

    /// Leaves no program the default one, so that another can be.
    package func clearDefaultProgram() throws {
        try run("UPDATE program SET is_default = 0 WHERE is_default = 1")
    }

    func programs(where filter: SQL) throws -> [Program] {
        var found = try rows(
            """
            SELECT p.id, p.slug, p.status, p.is_default, p.version, p.changed_at, \(termsColumns)
              FROM program p JOIN program_version v ON v.program = p.id AND v.version = p.version
             WHERE \(filter)
            """
        ) { row in
            let id: ID<Program> = row.id(0)
            return Program(
                id: id, slug: row.text(1), status: try row.word(2), isDefault: row.bool(3), version: row.int64(4),
                terms: try readTerms(row, startingAt: 6), madeAt: id.madeAt, changedAt: row.timestamp(5))
        }
        for index in found.indices {
            found[index].terms.rewards = try rewardRules(found[index].id, found[index].version)
        }
        return found
    }
}

private let termsColumns: SQL = """
    v.name, v.destination_url, v.fallback_url, v.allowed_hosts, v.currency, v.starts_at, v.ends_at, v.timezone, v.model,
    v.lookback_ms, v.lookback_by_kind, v.eligible_kinds, v.precedence, v.excludes_self_referrals, v.new_customers_only,
    v.dedupe_ms, v.half_life_days, v.release_on, v.auto_approve, v.terms, v.content,
    v.first_bp, v.last_bp, v.chain_order, v.shapley_value, v.binding, v.reuses_touches
    """

/// The terms without their reward rules, which are rows of their own.
private func readTerms(_ row: Row, startingAt start: Int) throws -> ProgramTerms {
    var policy = AttributionPolicy()
    policy.model = try row.word(start + 8)
    policy.lookback = Lookback(storedMilliseconds: row.optionalInt64(start + 9))
    policy.lookbackByKind = try WindowsByKind.read(row.text(start + 10))
    policy.eligibleKinds = Set(try row.text(start + 11).split(separator: " ").map { try stored(word: $0) })
    policy.precedence = try row.word(start + 12)
    policy.excludesSelfReferrals = row.bool(start + 13)
    policy.newCustomersOnly = row.bool(start + 14)
    policy.dedupeWindow = row.int64(start + 15)
    policy.halfLife = row.int64(start + 16) * Timestamp.day
    policy.firstShare = BasisPoints(row.int64(start + 21))
    policy.lastShare = BasisPoints(row.int64(start + 22))
    policy.order = row.int64(start + 23)
    policy.value = try row.word(start + 24)
    policy.binding = try row.word(start + 25)
    policy.reusesTouches = row.bool(start + 26)
    return ProgramTerms(
        name: row.text(start), destinationURL: row.text(start + 1), fallbackURL: row.optionalText(start + 2),
        allowedHosts: row.text(start + 3).split(separator: " ").map(String.init), currency: try row.currency(start + 4),
        schedule: Schedule(startsAt: row.optionalTimestamp(start + 5), endsAt: row.optionalTimestamp(start + 6)),
        timezone: row.optionalText(start + 7), attribution: policy, releaseOn: try row.word(start + 17),
        autoApprove: row.bool(start + 18),
        texts: ProgramTexts(terms: row.optionalText(start + 19), content: row.optionalText(start + 20)))
}

extension Connection {
    private func rewardRules(_ program: ID<Program>, _ version: Int64) throws -> [RewardRule] {
        try rows(
            """
            SELECT name, trigger_kind, beneficiary, kind, flat, percent_bp, percent_max, min_order, hold_days
              FROM reward_rule
             WHERE program = \(program) AND version = \(version)
             ORDER BY position
            """
        ) { row in
            RewardRule(
                name: row.text(0), trigger: try row.word(1), beneficiary: try row.word(2), kind: try row.word(3),
                value: try row.ruleValue(4), minimumOrder: row.optionalInt64(7), holdDays: row.int64(8))
        }
    }

    private func insertTerms(of program: Program) throws {
        let terms = program.terms
        let policy = terms.attribution
        try run(
            """
            INSERT INTO program_version (program, version, from_at, name, destination_url, fallback_url, allowed_hosts,
                currency, starts_at, ends_at, timezone, model, lookback_ms, lookback_by_kind, eligible_kinds, precedence,
                excludes_self_referrals, new_customers_only, dedupe_ms, half_life_days, release_on, auto_approve, terms,
                content, first_bp, last_bp, chain_order, shapley_value, binding, reuses_touches)
            VALUES (\(program.id), \(program.version), \(program.changedAt), \(terms.name), \(terms.destinationURL),
                \(terms.fallbackURL), \(terms.allowedHosts.joined(separator: " ")), \(terms.currency.code),
                \(terms.schedule.startsAt), \(terms.schedule.endsAt), \(terms.timezone), \(policy.model.rawValue),
                \(policy.lookback.storedMilliseconds), \(WindowsByKind.text(policy.lookbackByKind)),
                \(policy.eligibleKinds.map(\.rawValue).sorted().joined(separator: " ")), \(policy.precedence.rawValue),
                \(policy.excludesSelfReferrals), \(policy.newCustomersOnly), \(policy.dedupeWindow),
                \(policy.halfLife / Timestamp.day), \(terms.releaseOn.rawValue), \(terms.autoApprove), \(terms.texts.terms),
                \(terms.texts.content), \(policy.firstShare.count), \(policy.lastShare.count), \(policy.order),
                \(policy.value.rawValue), \(policy.binding.rawValue), \(policy.reusesTouches))
            """)
        for (position, rule) in terms.rewards.enumerated() {
            let value = rule.value.stored
            try run(
                """
                INSERT INTO reward_rule (program, version, position, name, trigger_kind, beneficiary, kind, flat,
                    percent_bp, percent_max, min_order, hold_days)
                VALUES (\(program.id), \(program.version), \(position), \(rule.name), \(rule.trigger.rawValue),
                    \(rule.beneficiary.rawValue), \(rule.kind.rawValue), \(value.flat), \(value.percent), \(value.max),
                    \(rule.minimumOrder), \(rule.holdDays))
                """)
        }
    }
}
