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
    package var status: ConversionStatus?
    package var kind: ConversionKind?
    package var program: ID<Program>?
    package var referrer: ID<Referrer>?

    package init(
        status: ConversionStatus? = nil, kind: ConversionKind? = nil, program: ID<Program>? = nil,
        referrer: ID<Referrer>? = nil
    ) {
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
        try run(
            """
            INSERT INTO conversion (id, event, kind, status, reasons, program, policy_version, terms_version, customer,
                order_id, amount, currency, occurred_at)
            VALUES (\(conversion.id), \(conversion.event), \(conversion.kind.rawValue), \(conversion.status.rawValue),
                \(conversion.reasons.joined(separator: " ")), \(conversion.program), \(conversion.policyVersion),
                \(conversion.termsVersion), \(conversion.customer), \(conversion.orderID), \(conversion.amount),
                \(conversion.currency?.code), \(conversion.occurredAt))
            """)
        for (position, credit) in conversion.credits.enumerated() {
            try run(
                """
                INSERT INTO credit (conversion, position, referrer, share_bp, amount, touchpoint, because)
                VALUES (\(conversion.id), \(position), \(credit.referrer), \(credit.share.count), \(credit.amount),
                    \(credit.touchpoint), \(credit.because))
                """)
        }
    }

    func conversions(where filter: SQL) throws -> [ConversionRow] {
        var found = try rows(
            """
            SELECT id, event, kind, status, reasons, program, policy_version, terms_version, customer, order_id, amount,
                   currency, occurred_at
              FROM conversion
             WHERE \(filter)
            """
        ) { row in
            ConversionRow(
                id: row.id(0), event: row.id(1), kind: try row.word(2), status: try row.word(3),
                reasons: row.text(4).split(separator: " ").map(String.init), program: row.optionalID(5),
                policyVersion: row.int64(6), termsVersion: row.int64(7), customer: row.id(8),
                orderID: row.optionalText(9), amount: row.int64(10),
                currency: row.optionalText(11) == nil ? nil : try row.currency(11), occurredAt: row.timestamp(12),
                credits: [])
        }
        for index in found.indices {
            found[index].credits = try credits(of: found[index].id)
        }
        return found
    }

    private func credits(of conversion: ID<Conversion>) throws -> [CreditRow] {
        try rows(
            """
            SELECT referrer, share_bp, amount, touchpoint, because FROM credit
             WHERE conversion = \(conversion) ORDER BY position
            """
        ) { row in
            CreditRow(
                referrer: row.id(0), share: BasisPoints(row.int64(1)), amount: row.int64(2),
                touchpoint: row.optionalText(3), because: row.text(4))
        }
    }
}
