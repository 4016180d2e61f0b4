import Domain

extension Connection {
    package func insert(_ entry: Entry, id: ID<Entry>, of reward: ID<Reward>) throws {
        try run(
            """
            INSERT INTO ledger_entry (id, reward, from_account, to_account, amount, unit, cause)
            VALUES (\(id), \(reward), \(entry.from.text), \(entry.to.text), \(entry.amount), \(entry.unit.text),
                \(entry.cause.rawValue))
            """)
    }
}
