import Domain

/// What a conversion would be credited if touchpoints counted that were reported after it. Nothing is booked for it.
package struct ProposedAdjustment: Hashable, Sendable {
    package var conversion: ID<Conversion>
    /// The report that brought the latest of the late touchpoints.
    package var event: ID<Event>
    package var at: Timestamp
    package var program: ID<Program>?
    /// The late touchpoints' ids.
    package var late: [String]
    /// Empty: nobody.
    package var credits: [CreditRow]

    package init(
        conversion: ID<Conversion>, event: ID<Event>, at: Timestamp, program: ID<Program>?, late: [String],
        credits: [CreditRow]
    ) {
        self.conversion = conversion
        self.event = event
        self.at = at
        self.program = program
        self.late = late
        self.credits = credits
    }
}

extension Connection {
    /// Proposes an adjustment in the place of an earlier one.
    package func propose(_ adjustment: ProposedAdjustment) throws {
        try withdrawAdjustment(of: adjustment.conversion)
        try run(
            """
            INSERT INTO proposed_adjustment (conversion, event, at, program, late)
            VALUES (\(adjustment.conversion), \(adjustment.event), \(adjustment.at), \(adjustment.program),
                \(adjustment.late.joined(separator: " ")))
            """)
        for (position, credit) in adjustment.credits.enumerated() {
            try run(
                """
                INSERT INTO proposed_credit (conversion, position, referrer, share_bp, amount, touchpoint, because)
                VALUES (\(adjustment.conversion), \(position), \(credit.referrer), \(credit.share.count),
                    \(credit.amount), \(credit.touchpoint), \(credit.because))
                """)
        }
    }

    package func withdrawAdjustment(of conversion: ID<Conversion>) throws {
        try run("DELETE FROM proposed_credit WHERE conversion = \(conversion)")
        try run("DELETE FROM proposed_adjustment WHERE conversion = \(conversion)")
    }

    package func proposedAdjustment(of conversion: ID<Conversion>) throws -> ProposedAdjustment? {
        let credits = try rows(
            """
            SELECT referrer, share_bp, amount, touchpoint, because FROM proposed_credit
             WHERE conversion = \(conversion) ORDER BY position
            """
        ) { CreditRow($0) }
        return try first(
            "SELECT event, at, program, late FROM proposed_adjustment WHERE conversion = \(conversion)"
        ) { row in
            ProposedAdjustment(
                conversion: conversion, event: row.id(0), at: row.timestamp(1), program: row.optionalID(2),
                late: row.text(3).split(separator: " ").map(String.init), credits: credits)
        }
    }
}
