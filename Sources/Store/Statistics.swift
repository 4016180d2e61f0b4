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

/// How often a referrer's links were clicked.
package struct ClickFigures: Hashable, Sendable {
    package let counts: [ClickClass: Int64]
    /// How many different visitors clicked as humans.
    package let uniqueVisitors: Int64
}

extension Connection {
    package func clickFigures(_ scope: StatisticsScope) throws -> ClickFigures {
        let links = try linkNumbers(scope)
        let counts = try countedClicks(ofLinks: links, from: scope.from, to: scope.to)
        return ClickFigures(
            counts: try counts.byClass(),
            uniqueVisitors: try isWhole(scope, links)
                ? counts[.firstVisit] ?? 0 : uniqueVisitors(ofLinks: links, from: scope.from, to: scope.to))
    }

    /// Whether first visits, which are of a referrer and from the beginning on, are all the visitors that the scope has.
    private func isWhole(_ scope: StatisticsScope, _ links: [Int64]) throws -> Bool {
        guard scope.from == nil, scope.to == nil else { return false }
        guard scope.program != nil else { return true }
        // By program only the clicks that are left count, or the figure would fall with the referrer's first link elsewhere.
        var everything = scope
        everything.program = nil
        return try clickFold().prunedUntil == 0 && linkNumbers(everything).count == links.count
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

    /// What the referrer's purchases brought less what was refunded, by currency; the referrer's part where an order
    /// is split. An order that ended unhappily brought nothing.
    package func revenue(_ scope: StatisticsScope) throws -> [(currency: String, amount: Int64)] {
        let net: SQL = """
            CASE WHEN o.state IN ('cancelled', 'returned', 'refused') THEN 0
                 ELSE k.amount - (o.refunded / 10000 * k.share_bp + o.refunded % 10000 * k.share_bp / 10000) END
            """
        return try rows(
            """
            SELECT c.currency, \(wideSum(net))
              FROM credit k JOIN conversion c ON c.id = k.conversion JOIN shop_order o ON o.order_id = c.order_id
             WHERE k.referrer = \(scope.referrer) AND \(during(scope))
             GROUP BY c.currency ORDER BY c.currency
            """
        ) { ($0.text(0), $0.wideSum(1)) }
    }

    /// The referrer's rewards less what was taken back, by unit (a currency or `points`) and status.
    package func rewardSums(
        _ scope: StatisticsScope
    ) throws -> [(unit: String, status: RewardStatus, amount: Int64)] {
        try rows(
            """
            SELECT r.unit, r.status, \(wideSum("r.amount - r.reversed"))
              FROM reward r JOIN conversion c ON c.id = r.conversion
             WHERE r.person = \(scope.referrer.text) AND r.unit IS NOT NULL AND r.kind <> 'coupon' AND \(during(scope))
             GROUP BY r.unit, r.status ORDER BY r.unit, r.status
            """
        ) { ($0.text(0), try $0.word(1), $0.wideSum(2)) }
    }

    private func linkNumbers(_ scope: StatisticsScope) throws -> [Int64] {
        var filter: SQL = "referrer = \(scope.referrer)"
        if let program = scope.program { filter = "\(filter) AND program = \(program)" }
        return try rows("SELECT number FROM link WHERE \(filter)") { $0.int64(0) }
    }

    /// A condition on the conversion `c`.
    private func during(_ scope: StatisticsScope) -> SQL {
        let time: SQL = """
            c.occurred_at >= \(scope.from?.milliseconds ?? .min) AND c.occurred_at < \(scope.to?.milliseconds ?? .max)
            """
        guard let program = scope.program else { return time }
        return "\(time) AND c.program = \(program)"
    }
}

/// A sum in two columns, since a sum beyond 64 bits is an error in SQL: `Row.wideSum` puts them together.
private func wideSum(_ amount: SQL) -> SQL {
    "SUM((\(amount)) / 1000000), SUM((\(amount)) % 1000000)"
}

extension Row {
    /// The sum in two columns from `column` on; the nearest limit where it does not fit.
    fileprivate func wideSum(_ column: Int) -> Int64 {
        let (millions, overflow) = int64(column).multipliedReportingOverflow(by: 1_000_000)
        guard !overflow else { return int64(column) > 0 ? .max : .min }
        return millions.addingSaturating(int64(column + 1))
    }
}
