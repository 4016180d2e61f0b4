import Domain

/// What a referrer's figures are about; nil: everything.
package struct StatisticsScope: Sendable {
    package var referrer: ID<Referrer>
    package var program: ID<Program>?
    /// Included.
    package var from: Timestamp?
    /// Left out.
    package var to: Timestamp?

    package init(referrer: ID<Referrer>, program: ID<Program>? = nil, from: Timestamp? = nil, to: Timestamp? = nil) {
        self.referrer = referrer
        self.program = program
        self.from = from
        self.to = to
    }
}

extension Connection {
    /// Clicks by class.
    package func clickCounts(_ scope: StatisticsScope) throws -> [ClickClass: Int64] {
        // Counts are kept by the hour: a range that begins or ends within one is counted from the clicks themselves.
        let isWhole = [scope.from, scope.to].allSatisfy { ($0?.milliseconds ?? 0) % Timestamp.hour == 0 }
        let counts: [(Int64, Int64)] = try rows(
            isWhole
                ? """
                SELECT class, SUM(count) FROM click_count
                 WHERE link IN (\(links(scope)))
                   AND hour >= \(hour(scope.from, else: 0)) AND hour < \(hour(scope.to, else: .max))
                 GROUP BY class
                """
                : "SELECT class, COUNT(*) FROM click WHERE \(clicks(scope)) GROUP BY class"
        ) { ($0.int64(0), $0.int64(1)) }
        var byClass: [ClickClass: Int64] = [:]
        for (number, count) in counts {
            guard let clickClass = ClickClass(rawValue: number) else {
                throw StoreError.corrupt("click class \(number)")
            }
            byClass[clickClass] = count
        }
        return byClass
    }

    /// How many different visitors clicked as humans.
    package func uniqueVisitors(_ scope: StatisticsScope) throws -> Int64 {
        try first(
            """
            SELECT COUNT(DISTINCT visitor) FROM click
             WHERE \(clicks(scope)) AND class IN (\(ClickClass.human.rawValue), \(ClickClass.duplicate.rawValue))
            """
        ) { $0.int64(0) } ?? 0
    }

    /// Conversions that credit the referrer or ruled it out, by kind and status.
    package func conversionCounts(
        _ scope: StatisticsScope
    ) throws -> [(kind: ConversionKind, status: ConversionStatus, count: Int64)] {
        try rows(
            """
            SELECT c.kind, c.status, COUNT(*) FROM conversion c
             WHERE (c.id IN (SELECT conversion FROM credit WHERE referrer = \(scope.referrer))
                    OR (c.status <> 'credited'
                        AND c.id IN (SELECT conversion FROM touchpoint WHERE referrer = \(scope.referrer))))
               AND \(during(scope))
             GROUP BY c.kind, c.status
            """
        ) { (try $0.word(0), try $0.word(1), $0.int64(2)) }
    }

    /// What the referrer's purchases brought, before refunds, by currency; the referrer's part where it is split.
    package func revenue(_ scope: StatisticsScope) throws -> [(currency: String, amount: Int64)] {
        try rows(
            """
            SELECT c.currency, SUM(k.amount) FROM credit k JOIN conversion c ON c.id = k.conversion
             WHERE k.referrer = \(scope.referrer) AND c.kind = 'purchase' AND c.currency IS NOT NULL AND \(during(scope))
             GROUP BY c.currency ORDER BY c.currency
            """
        ) { ($0.text(0), $0.int64(1)) }
    }

    /// The referrer's rewards less what was taken back, by unit (a currency or `points`) and status.
    package func rewardSums(
        _ scope: StatisticsScope
    ) throws -> [(unit: String, status: RewardStatus, amount: Int64)] {
        try rows(
            """
            SELECT r.unit, r.status, SUM(r.amount - r.reversed) FROM reward r JOIN conversion c ON c.id = r.conversion
             WHERE r.person = \(scope.referrer.text) AND r.unit IS NOT NULL AND r.kind <> 'coupon' AND \(during(scope))
             GROUP BY r.unit, r.status ORDER BY r.unit, r.status
            """
        ) { ($0.text(0), try $0.word(1), $0.int64(2)) }
    }

    private func links(_ scope: StatisticsScope) -> SQL {
        guard let program = scope.program else { return "SELECT id FROM link WHERE referrer = \(scope.referrer)" }
        return "SELECT id FROM link WHERE referrer = \(scope.referrer) AND program = \(program)"
    }

    private func clicks(_ scope: StatisticsScope) -> SQL {
        """
        link IN (\(links(scope))) AND id >= \(scope.from.map { ID<Click>.first(at: $0).value } ?? 0)
        AND id < \(scope.to.map { ID<Click>.first(at: $0).value } ?? .max)
        """
    }

    /// A condition on the conversion `c`.
    private func during(_ scope: StatisticsScope) -> SQL {
        let time: SQL = """
            c.occurred_at >= \(scope.from?.milliseconds ?? .min) AND c.occurred_at < \(scope.to?.milliseconds ?? .max)
            """
        guard let program = scope.program else { return time }
        return "\(time) AND c.program = \(program)"
    }

    private func hour(_ moment: Timestamp?, else limit: Int64) -> Int64 {
        moment.map { $0.milliseconds / Timestamp.hour } ?? limit
    }
}
