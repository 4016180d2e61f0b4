import Domain

/// A column of the ledger: what one account holds of one unit.
struct AccountUnit: Hashable, Sendable {
    let account: Account
    let unit: LedgerUnit

    init(_ account: Account, _ unit: LedgerUnit) {
        self.account = account
        self.unit = unit
    }
}

/// What every account named by `entries` holds: what came in less what went out, in minor units or points.
///
/// The order of the entries does not matter. All balances of a unit sum to zero; only a sum beyond 64 bits, which
/// stops at the limit instead, does not.
/// - Returns: an account that entries have emptied is there with 0; empty without entries.
func balances(_ entries: some Sequence<Entry>) -> [AccountUnit: Int64] {
    entries.reduce(into: [:]) { balances, entry in
        balances[AccountUnit(entry.from, entry.unit), default: 0].add(-entry.amount)
        balances[AccountUnit(entry.to, entry.unit), default: 0].add(entry.amount)
    }
}

extension Int64 {
    fileprivate mutating func add(_ other: Int64) {
        self = addingSaturating(other)
    }
}
