import Domain

/// A conversion with its decision, as it was made.
package struct ConversionRow: Hashable, Sendable {
    package var id: ID<Conversion>
    package var event: ID<Event>
    package var kind: ConversionKind
    package var status: ConversionStatus
    package var reasons: [String]
    package var program: ID<Program>?
    /// The version whose model and precedence judged it; 0 without a program.
    package var policyVersion: Int64
    /// The version whose rewards it earns: the one at the credited touch.
    package var termsVersion: Int64
    package var customer: ID<Customer>
    package var orderID: String?
    package var amount: Int64
    package var currency: Currency?
    package var occurredAt: Timestamp
    package var credits: [CreditRow]
    /// nil for a conversion from before these were kept: it cannot be judged again.
    package var facts: JourneyFacts?
    /// Whether the event said which program it is for.
    package var namesProgram = false
    /// 0 as it was judged; one more with each reassignment.
    package var revision: Int64 = 0

    package init(
        id: ID<Conversion>, event: ID<Event>, kind: ConversionKind, status: ConversionStatus, reasons: [String],
        program: ID<Program>?, policyVersion: Int64, termsVersion: Int64, customer: ID<Customer>, orderID: String?,
        amount: Int64, currency: Currency?, occurredAt: Timestamp, credits: [CreditRow]
    ) {
        self.id = id
        self.event = event
        self.kind = kind
        self.status = status
        self.reasons = reasons
        self.program = program
        self.policyVersion = policyVersion
        self.termsVersion = termsVersion
        self.customer = customer
        self.orderID = orderID
        self.amount = amount
        self.currency = currency
        self.occurredAt = occurredAt
        self.credits = credits
    }

    /// Who earned most; of equal parts the first.
    package var leader: CreditRow? {
        credits.leader(by: \.share)
    }
}

package struct CreditRow: Hashable, Sendable {
    package var referrer: ID<Referrer>
    package var share: BasisPoints
    package var amount: Int64
    package var touchpoint: String?
    package var because: String

    package init(referrer: ID<Referrer>, share: BasisPoints, amount: Int64, touchpoint: String?, because: String) {
        self.referrer = referrer
        self.share = share
        self.amount = amount
        self.touchpoint = touchpoint
        self.because = because
    }
}

/// Which conversions a list shows; nil: any.
package struct ConversionFilter: Sendable {
    /// True: only those that late touchpoints would change.
    package var isAdjustable: Bool?
    package var status: ConversionStatus?
    package var kind: ConversionKind?
    package var program: ID<Program>?
    package var referrer: ID<Referrer>?

    package init(
        isAdjustable: Bool? = nil, status: ConversionStatus? = nil, kind: ConversionKind? = nil,
        program: ID<Program>? = nil,
        referrer: ID<Referrer>? = nil
    ) {
        self.isAdjustable = isAdjustable
        self.status = status
        self.kind = kind
        self.program = program
        self.referrer = referrer
    }
}

extension Connection {
    package func conversion(_ id: ID<Conversion>) throws -> ConversionRow? {
        try conversions(where: "id = \(id)").first
    }

    package func conversion(order: String) throws -> ConversionRow? {
        try conversions(where: "order_id = \(order)").first
    }

    package func conversions(_ filter: ConversionFilter, _ page: Page) throws -> [ConversionRow] {
        var wanted: SQL = "1 = 1"
        if let status = filter.status { wanted = "\(wanted) AND status = \(status.rawValue)" }
        if let kind = filter.kind { wanted = "\(wanted) AND kind = \(kind.rawValue)" }
        if let program = filter.program { wanted = "\(wanted) AND program = \(program)" }
        if filter.isAdjustable == true { wanted = "\(wanted) AND id IN (SELECT conversion FROM proposed_adjustment)" }
        if filter.isAdjustable == false {
            wanted = "\(wanted) AND id NOT IN (SELECT conversion FROM proposed_adjustment)"
        }
        if let referrer = filter.referrer {
            wanted = "\(wanted) AND id IN (SELECT conversion FROM credit WHERE referrer = \(referrer))"
        }
        return try conversions(where: page.closing(wanted))
    }

    /// The customer's signups that credited somebody, newest first.
    package func creditedSignups(of customer: ID<Customer>, limit: Int) throws -> [ConversionRow] {
        try conversions(
            where: """
                customer = \(customer) AND kind = 'signup' AND status = 'credited' ORDER BY id DESC LIMIT \(limit)
                """)
    }

    package func insert(_ conversion: ConversionRow) throws {
        let facts = conversion.facts ?? JourneyFacts()
        try run(
            """
            INSERT INTO conversion (id, event, kind, status, reasons, program, policy_version, terms_version, customer,
                order_id, amount, currency, occurred_at, became_customer_at, previous_at, bound_referrer, own_referrers,
                disqualified, names_program, revision, has_facts)
            VALUES (\(conversion.id), \(conversion.event), \(conversion.kind.rawValue), \(conversion.status.rawValue),
                \(conversion.reasons.joined(separator: " ")), \(conversion.program), \(conversion.policyVersion),
                \(conversion.termsVersion), \(conversion.customer), \(conversion.orderID), \(conversion.amount),
                \(conversion.currency?.code), \(conversion.occurredAt), \(facts.becameCustomerAt), \(facts.previousAt),
                \(facts.boundReferrer.flatMap { ID<Referrer>($0.text) }), \(Identifiers.text(facts.ownReferrers)),
                \(Identifiers.text(facts.disqualified)),
                \(conversion.namesProgram), \(conversion.revision), \(conversion.facts != nil))
            """)
        try insertCredits(of: conversion)
    }

    /// Replaces the decision on a conversion; what was judged before it stays.
    package func redecide(_ conversion: ConversionRow) throws {
        try run(
            """
            UPDATE conversion
               SET status = \(conversion.status.rawValue),
                   reasons = \(conversion.reasons.joined(separator: " ")), program = \(conversion.program),
                   policy_version = \(conversion.policyVersion), terms_version = \(conversion.termsVersion),
                   revision = \(conversion.revision)
             WHERE id = \(conversion.id)
            """)
        try run("DELETE FROM credit WHERE conversion = \(conversion.id)")
        try insertCredits(of: conversion)
    }

    private func insertCredits(of conversion: ConversionRow) throws {
        for (position, credit) in conversion.credits.enumerated() {
            try run(
                """
                INSERT INTO credit (conversion, position, referrer, share_bp, amount, touchpoint, because)
                VALUES (\(conversion.id), \(position), \(credit.referrer), \(credit.share.count), \(credit.amount),
                    \(credit.touchpoint), \(credit.because))
                """)
        }
    }

    /// The customer's newest conversions, newest first by their making.
    package func conversions(of customer: ID<Customer>, limit: Int) throws -> [ConversionRow] {
        try conversions(where: "customer = \(customer) ORDER BY id DESC LIMIT \(limit)")
    }

    /// When the customer's last conversion of this kind in the program was, at or before `moment`, that credited
    /// somebody.
    package func lastCredited(
        _ kind: ConversionKind, of customer: ID<Customer>, in program: ID<Program>, until moment: Timestamp
    ) throws -> Timestamp? {
        try first(
            """
            SELECT MAX(c.occurred_at) FROM conversion c
             WHERE c.customer = \(customer) AND c.program = \(program) AND c.kind = \(kind.rawValue)
               AND c.status = 'credited' AND c.occurred_at <= \(moment) AND \(isNotUndone)
            """
        ) { $0.optionalTimestamp(0) } ?? nil
    }

    /// The ids of touchpoints that earned the customer's conversions of this kind in the program.
    package func creditedTouches(
        _ kind: ConversionKind, of customer: ID<Customer>, in program: ID<Program>
    ) throws -> Set<String> {
        Set(
            try rows(
                """
                SELECT t.id FROM conversion c JOIN touchpoint t ON t.conversion = c.id
                 WHERE c.customer = \(customer) AND c.program = \(program) AND c.kind = \(kind.rawValue)
                   AND c.status = 'credited' AND t.verdict = 'credited' AND \(isNotUndone)
                """
            ) { $0.text(0) })
    }

    /// How many conversions a stretch of time has, or `limit` where they are more.
    package func countConversions(from: Timestamp, to: Timestamp, atMost limit: Int) throws -> Int {
        try first(
            """
            SELECT COUNT(*) FROM (SELECT 1 FROM conversion WHERE occurred_at >= \(from) AND occurred_at < \(to)
                                   LIMIT \(limit)) k
            """
        ) { $0.int(0) } ?? 0
    }

    /// Conversions of a stretch of time, by the moment they happened, oldest first.
    /// - Parameter after: the last one of the page before; nil: from the first on.
    package func conversions(
        from: Timestamp, to: Timestamp, after: ConversionRow?, limit: Int
    ) throws -> [ConversionRow] {
        try conversions(
            where: """
                (occurred_at, id) > (\(after?.occurredAt ?? from), \(after?.id.value ?? -1))
                AND occurred_at < \(to) ORDER BY occurred_at, id LIMIT \(limit)
                """)
    }

    func conversions(where filter: SQL) throws -> [ConversionRow] {
        var found = try rows(
            """
            SELECT id, event, kind, status, reasons, program, policy_version, terms_version, customer, order_id, amount,
                   currency, occurred_at, became_customer_at, previous_at, bound_referrer, own_referrers, disqualified,
                   names_program, revision, has_facts
              FROM conversion
             WHERE \(filter)
            """
        ) { row in
            var found = ConversionRow(
                id: row.id(0), event: row.id(1), kind: try row.word(2), status: try row.word(3),
                reasons: row.text(4).split(separator: " ").map(String.init), program: row.optionalID(5),
                policyVersion: row.int64(6), termsVersion: row.int64(7), customer: row.id(8),
                orderID: row.optionalText(9), amount: row.int64(10),
                currency: row.optionalText(11) == nil ? nil : try row.currency(11), occurredAt: row.timestamp(12),
                credits: [])
            if row.bool(20) {
                var facts = JourneyFacts()
                let bound: ID<Referrer>? = row.optionalID(15)
                facts.becameCustomerAt = row.optionalTimestamp(13)
                facts.previousAt = row.optionalTimestamp(14)
                facts.boundReferrer = bound.map { Identifier($0.text) }
                facts.ownReferrers = Identifiers.read(row.text(16))
                facts.disqualified = Identifiers.read(row.text(17))
                found.facts = facts
            }
            found.namesProgram = row.bool(18)
            found.revision = row.int64(19)
            return found
        }
        for index in found.indices {
            found[index].credits = try credits(of: found[index].id)
        }
        return found
    }

    func credits(of conversion: ID<Conversion>) throws -> [CreditRow] {
        try rows(
            """
            SELECT referrer, share_bp, amount, touchpoint, because FROM credit
             WHERE conversion = \(conversion) ORDER BY position
            """
        ) { CreditRow($0) }
    }
}

/// A conversion `c` whose order did not come to nothing.
private let isNotUndone: SQL = """
    NOT EXISTS (SELECT 1 FROM shop_order o
                 WHERE o.order_id = c.order_id AND o.state IN ('cancelled', 'returned', 'refused'))
    """

extension CreditRow {
    /// `referrer`, `share_bp`, `amount`, `touchpoint`, `because`.
    init(_ row: Row) {
        self.init(
            referrer: row.id(0), share: BasisPoints(row.int64(1)), amount: row.int64(2),
            touchpoint: row.optionalText(3), because: row.text(4))
    }
}
