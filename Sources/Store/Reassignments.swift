import Domain

/// An admin's decision to credit another referrer.
package struct Reassignment: Hashable, Sendable {
    package var conversion: ID<Conversion>
    /// 1 for the first one of a conversion.
    package var revision: Int64
    package var referrer: ID<Referrer>
    package var at: Timestamp
    package var actor: String
    package var reason: String
    package var before: FormerDecision

    package init(
        conversion: ID<Conversion>, revision: Int64, referrer: ID<Referrer>, at: Timestamp, actor: String,
        reason: String, before: FormerDecision
    ) {
        self.conversion = conversion
        self.revision = revision
        self.referrer = referrer
        self.at = at
        self.actor = actor
        self.reason = reason
        self.before = before
    }
}

/// What a conversion was before a reassignment.
package struct FormerDecision: Hashable, Sendable {
    package var status: ConversionStatus
    package var reasons: [String]
    package var program: ID<Program>?
    package var policyVersion: Int64
    package var credits: [CreditRow]

    package init(_ conversion: ConversionRow) {
        status = conversion.status
        reasons = conversion.reasons
        program = conversion.program
        policyVersion = conversion.policyVersion
        credits = conversion.credits
    }

    fileprivate init(
        status: ConversionStatus, reasons: [String], program: ID<Program>?, policyVersion: Int64, credits: [CreditRow]
    ) {
        self.status = status
        self.reasons = reasons
        self.program = program
        self.policyVersion = policyVersion
        self.credits = credits
    }
}

extension Connection {
    package func insert(_ reassignment: Reassignment) throws {
        let before = reassignment.before
        try run(
            """
            INSERT INTO reassignment (conversion, revision, referrer, at, actor, reason, former_status, former_reasons,
                former_program, former_version)
            VALUES (\(reassignment.conversion), \(reassignment.revision), \(reassignment.referrer),
                \(reassignment.at), \(reassignment.actor), \(reassignment.reason), \(before.status.rawValue),
                \(before.reasons.joined(separator: " ")), \(before.program), \(before.policyVersion))
            """)
        for (position, credit) in before.credits.enumerated() {
            try run(
                """
                INSERT INTO former_credit (conversion, revision, position, referrer, share_bp, amount, touchpoint,
                    because)
                VALUES (\(reassignment.conversion), \(reassignment.revision), \(position), \(credit.referrer),
                    \(credit.share.count), \(credit.amount), \(credit.touchpoint), \(credit.because))
                """)
        }
    }

    /// In the order they were made.
    package func reassignments(of conversion: ID<Conversion>) throws -> [Reassignment] {
        try rows(
            """
            SELECT revision, referrer, at, actor, reason, former_status, former_reasons, former_program, former_version
              FROM reassignment
             WHERE conversion = \(conversion) ORDER BY revision
            """
        ) { row in
            let before = FormerDecision(
                status: try row.word(5), reasons: row.text(6).split(separator: " ").map(String.init),
                program: row.optionalID(7), policyVersion: row.int64(8), credits: [])
            return Reassignment(
                conversion: conversion, revision: row.int64(0), referrer: row.id(1), at: row.timestamp(2),
                actor: row.text(3), reason: row.text(4), before: before)
        }.map { reassignment in
            var whole = reassignment
            whole.before.credits = try formerCredits(of: conversion, revision: reassignment.revision)
            return whole
        }
    }

    private func formerCredits(of conversion: ID<Conversion>, revision: Int64) throws -> [CreditRow] {
        try rows(
            """
            SELECT referrer, share_bp, amount, touchpoint, because FROM former_credit
             WHERE conversion = \(conversion) AND revision = \(revision) ORDER BY position
            """
        ) { CreditRow($0) }
    }
}
