import Domain

/// An entry as it is read; its accounts stand as their texts.
package struct EntryRow: Hashable, Sendable {
    package let id: ID<Entry>
    package let reward: ID<Reward>
    package let from: String
    package let to: String
    package let amount: Int64
    /// A currency's code, or `points`.
    package let unit: String
    package let cause: String
}

extension Connection {
    package func entries(_ slice: Slice) throws -> [EntryRow] {
        try rows(
            """
            SELECT id, reward, from_account, to_account, amount, unit, cause FROM ledger_entry
             WHERE \(slice.closing)
            """
        ) { row in
            EntryRow(
                id: row.id(0), reward: row.id(1), from: row.text(2), to: row.text(3), amount: row.int64(4),
                unit: row.text(5), cause: row.text(6))
        }
    }

    package func insert(_ entry: Entry, id: ID<Entry>, of reward: ID<Reward>) throws {
        try run(
            """
            INSERT INTO ledger_entry (id, reward, from_account, to_account, amount, unit, cause)
            VALUES (\(id), \(reward), \(entry.from.text), \(entry.to.text), \(entry.amount), \(entry.unit.text),
                \(entry.cause.rawValue))
            """)
    }
}
