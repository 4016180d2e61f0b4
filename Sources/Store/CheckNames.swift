import Domain

// What rows name that no foreign key can hold to: a version by its number, a code as it is shown, an order to come.

extension Connection {
    /// A program has the terms of its version: without them it would be missing wherever programs are read.
    func programFaults() throws -> [String] {
        try rows(
            """
            SELECT p.id, p.version FROM program p
              LEFT JOIN program_version v ON v.program = p.id AND v.version = p.version
             WHERE v.program IS NULL
             LIMIT \(Self.faultLimit + 1)
            """
        ) { row in
            let id: ID<Program> = row.id(0)
            return "\(id) has no terms of its version \(row.int64(1))"
        }
    }

    /// A conversion of a program was judged by a version that is there, and earns by one that is there.
    func policyFaults() throws -> [String] {
        try rows(
            """
            SELECT c.id, c.policy_version, c.terms_version FROM conversion c
              LEFT JOIN program_version j ON j.program = c.program AND j.version = c.policy_version
              LEFT JOIN program_version t ON t.program = c.program AND t.version = c.terms_version
             WHERE c.program IS NOT NULL AND (j.program IS NULL OR t.program IS NULL)
             LIMIT \(Self.faultLimit + 1)
            """
        ) { row in
            let id: ID<Conversion> = row.id(0)
            return "\(id) was judged by version \(row.int64(1)) and earns by \(row.int64(2)), which are not both there"
        }
    }

    /// A referrer's main code is one of the referrer's codes.
    func codeFaults() throws -> [String] {
        try rows(
            """
            SELECT r.id, r.main_code FROM referrer r
             WHERE NOT EXISTS (SELECT 1 FROM code c WHERE c.referrer = r.id AND c.shown = r.main_code)
             LIMIT \(Self.faultLimit + 1)
            """
        ) { row in
            let id: ID<Referrer> = row.id(0)
            return "\(id) has no code \(row.text(1)), its main one"
        }
    }

    /// What waits for an order is applied, and waits no more, as soon as the order is there.
    func waitingFaults() throws -> [String] {
        try rows(
            """
            SELECT w.event, w.order_id FROM waiting_step w JOIN shop_order o ON o.order_id = w.order_id
             LIMIT \(Self.faultLimit + 1)
            """
        ) { row in
            let id: ID<Event> = row.id(0)
            return "\(id) waits for order \(row.text(1)), which is there"
        }
    }
}
