import Domain

// What must hold between rows, beyond what the schema guards by itself. Each query sees one state of the store of
// its own, so a check beside a running server is right, and holds up the log no longer than its longest query.

extension ReferralStore {
    /// Examines the file at `path`, which is opened for reading only.
    /// - Returns: what is wrong, a line each; empty if nothing is.
    package static func faults(path: String) throws -> [String] {
        do {
            let connection = try Connection(path: path, mode: .readOnly)
            try Engine.prepareReader(connection)
            let missing = try Migrator(connection).status().filter { $0.appliedAt == nil }
            // Queries over tables that are not there would only fail.
            guard missing.isEmpty else { return missing.map { "migration \($0.number) \($0.name): not applied" } }
            return try connection.faults()
        } catch StoreError.corrupt(let message) {
            return ["structure: \(message)"]
        }
    }
}

extension Connection {
    /// How many lines of one kind a check gives.
    static let faultLimit = 20

    /// Everything that is wrong with a migrated store: its structure, references, credits, ledger, rewards and counts.
    /// - Returns: a line for each fault with the identifiers it is about, at most `faultLimit` of a kind and then a
    ///   line that says so; empty if nothing is wrong.
    /// - Throws: why the store could not be read; damage is no error here but a fault.
    package func faults() throws -> [String] {
        let checks: [(kind: String, find: (Connection) throws -> [String])] = [
            ("structure", { try Engine.structureFaults($0, limit: Self.faultLimit + 1) }),
            ("reference", { try Engine.referenceFaults($0, limit: Self.faultLimit + 1) }),
            ("credit", { try $0.creditFaults() }),
            ("ledger entry", { try $0.entryFaults() }),
            ("ledger account", { try $0.accountFaults() }),
            ("reward", { try $0.rewardFaults() }),
            ("reward history", { try $0.historyFaults() }),
            ("program", { try $0.programFaults() }),
            ("policy version", { try $0.policyFaults() }),
            ("code", { try $0.codeFaults() }),
            ("waiting step", { try $0.waitingFaults() }),
            ("click", { try $0.clickFaults() }),
            ("click count", { try $0.countFaults() }),
            ("click order", { try $0.orderFaults() }),
        ]
        return try checks.flatMap { check in
            let found: [String]
            do {
                found = try check.find(self)
            } catch StoreError.corrupt(let message) {
                found = ["cannot be read: \(message)"]
            }
            let shown = found.prefix(Self.faultLimit).map { "\(check.kind): \($0)" }
            return found.count > shown.count ? shown + ["\(check.kind): and more"] : shown
        }
    }

    /// Credited conversions share out exactly the whole and exactly their amount; others credit nobody.
    private func creditFaults() throws -> [String] {
        try rows(
            """
            SELECT c.id, c.status, c.amount, COUNT(k.conversion), COALESCE(SUM(k.share_bp), 0),
                   COALESCE(SUM(k.amount), 0)
              FROM conversion c LEFT JOIN credit k ON k.conversion = c.id
             GROUP BY c.id, c.status, c.amount
            HAVING (c.status = 'credited' AND (COALESCE(SUM(k.share_bp), 0) <> \(BasisPoints.whole.count)
                                               OR COALESCE(SUM(k.amount), 0) <> c.amount))
                OR (c.status <> 'credited' AND COUNT(k.conversion) > 0)
             LIMIT \(Self.faultLimit + 1)
            """
        ) { row in
            let id: ID<Conversion> = row.id(0)
            return "\(id) is \(row.text(1)) with \(row.int64(3)) credits of together \(row.int64(4)) basis points"
                + " and \(row.int64(5)) of its \(row.int64(2))"
        }
    }

    /// Entries move a positive amount between two accounts, in their reward's unit. What one account gains another
    /// loses by the form of the row, so with this all accounts of a unit sum to zero.
    private func entryFaults() throws -> [String] {
        try rows(
            """
            SELECT e.id, e.reward, e.amount, e.unit, e.from_account, e.to_account
              FROM ledger_entry e LEFT JOIN reward r ON r.id = e.reward
             WHERE e.amount <= 0 OR e.from_account = e.to_account OR r.unit IS NULL OR r.unit <> e.unit
                OR r.kind = \(RewardKind.coupon.rawValue)
             LIMIT \(Self.faultLimit + 1)
            """
        ) { row in
            let (id, reward): (ID<Entry>, ID<Reward>) = (row.id(0), row.id(1))
            return "\(id) of \(reward) moves \(row.int64(2)) \(row.text(3)) from \(row.text(4)) to \(row.text(5))"
        }
    }

    /// Entries touch only the accounts of their reward's person and program.
    private func accountFaults() throws -> [String] {
        let touched = try rows(
            """
            SELECT r.program, t.account, MIN(t.entry)
              FROM (SELECT reward, from_account AS account, id AS entry FROM ledger_entry
                    UNION ALL
                    SELECT reward, to_account, id FROM ledger_entry) t
              JOIN reward r ON r.id = t.reward
             WHERE t.account NOT IN ('held:' || r.person, 'available:' || r.person, 'clearing:' || r.person,
                                     'outside:' || r.person)
             GROUP BY r.program, t.account
            """
        ) { row in
            (program: row.id(0) as ID<Program>, account: row.text(1), entry: row.id(2) as ID<Entry>)
        }
        return touched.filter { $0.account != Account.programCost($0.program).text }.map {
            "\($0.entry) touches \($0.account), which is not its reward's"
        }
    }

    /// What is left of a reward is what its entries took from the program's cost, and stands where its status says.
    /// Of a rejected or expired one the ledger keeps nothing; where an issued one stands, payouts say.
    private func rewardFaults() throws -> [String] {
        try rows(
            """
            SELECT id, status, amount - reversed, cost, held, available
              FROM (SELECT r.id AS id, r.status AS status, r.amount AS amount, r.reversed AS reversed, r.kind AS kind,
                           COALESCE(SUM(CASE WHEN substr(e.from_account, 1, 5) = 'cost:' THEN e.amount
                                             WHEN substr(e.to_account, 1, 5) = 'cost:' THEN -e.amount
                                             ELSE 0 END), 0) AS cost,
                           COALESCE(SUM(CASE WHEN e.to_account = 'held:' || r.person THEN e.amount
                                             WHEN e.from_account = 'held:' || r.person THEN -e.amount
                                             ELSE 0 END), 0) AS held,
                           COALESCE(SUM(CASE WHEN e.to_account = 'available:' || r.person THEN e.amount
                                             WHEN e.from_account = 'available:' || r.person THEN -e.amount
                                             ELSE 0 END), 0) AS available
                      FROM reward r LEFT JOIN ledger_entry e ON e.reward = r.id
                     GROUP BY r.id, r.status, r.amount, r.reversed, r.kind) t
             WHERE (status = 'reversed' AND reversed <> amount)
                OR (kind <> \(RewardKind.coupon.rawValue)
                    AND ((status IN ('rejected', 'expired') AND cost <> 0)
                         OR (status NOT IN ('rejected', 'expired') AND cost <> amount - reversed)
                         OR (status = 'pending' AND held <> cost)
                         OR (status <> 'pending' AND held <> 0)
                         OR (status = 'approved' AND available <> cost)
                         OR (status = 'pending' AND available <> 0)))
             LIMIT \(Self.faultLimit + 1)
            """
        ) { row in
            let id: ID<Reward> = row.id(0)
            return "\(id) is \(row.text(1)) with \(row.int64(2)) left, but its entries took \(row.int64(3)) from the"
                + " program's cost, \(row.int64(4)) is held and \(row.int64(5)) available"
        }
    }

    /// The last step of a reward's history is how the reward is.
    private func historyFaults() throws -> [String] {
        try rows(
            """
            SELECT r.id, r.status, r.reversed, s.status, s.reversed
              FROM reward r
              LEFT JOIN reward_step s ON s.reward = r.id
                   AND s.position = (SELECT MAX(position) FROM reward_step WHERE reward = r.id)
             WHERE s.reward IS NULL OR s.status <> r.status OR s.reversed <> r.reversed
             LIMIT \(Self.faultLimit + 1)
            """
        ) { row in
            let id: ID<Reward> = row.id(0)
            let last = row.optionalText(3).map { "\($0) with \(row.int64(4)) reversed" } ?? "missing"
            return "\(id) is \(row.text(1)) with \(row.int64(2)) reversed, its last step \(last)"
        }
    }
}
