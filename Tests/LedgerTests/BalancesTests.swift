import Domain
import Ledger
import Testing

@Suite("Balances")
struct BalancesTests {
    private static func entry(_ amount: Int64, _ from: Account, _ to: Account, _ unit: LedgerUnit = .rupee) -> Entry {
        Entry(from: from, to: to, amount: amount, unit: unit, cause: .granted)
    }

    private let cost = Account.programCost(diwali)
    private let held = Account.held(.referrer(ada))
    private let available = Account.available(.referrer(ada))

    @Test("there are none without entries")
    func empty() {
        #expect(balances([]) == [:])
    }

    @Test("are what came in less what went out")
    func sums() {
        let entries = [Self.entry(500, cost, held), Self.entry(200, held, available), Self.entry(50, available, cost)]
        let expected: [AccountUnit: Int64] = [
            AccountUnit(cost, .rupee): -450, AccountUnit(held, .rupee): 300, AccountUnit(available, .rupee): 150,
        ]
        #expect(balances(entries) == expected)
        #expect(balances(entries.reversed()) == expected)
    }

    @Test("keep an emptied account, with 0")
    func emptied() {
        let entries = [Self.entry(5, cost, held), Self.entry(5, held, cost)]
        #expect(balances(entries) == [AccountUnit(cost, .rupee): 0, AccountUnit(held, .rupee): 0])
    }

    @Test("keep each unit by itself: a rupee is neither a yen nor a point")
    func units() {
        let entries = [
            Self.entry(1, cost, held), Self.entry(2, cost, held, .points), Self.entry(3, cost, held, .currency(.yen)),
        ]
        let balances = balances(entries)
        #expect(balances[AccountUnit(held, .rupee)] == 1)
        #expect(balances[AccountUnit(held, .points)] == 2)
        #expect(balances[AccountUnit(held, .currency(.yen))] == 3)
        #expect(balances.values.reduce(0, +) == 0)
    }

    @Test("keep people apart, and what is held from what is available")
    func accounts() {
        let entries = [Self.entry(1, cost, held), Self.entry(2, cost, .held(.referrer(bela)))]
        #expect(balances(entries)[AccountUnit(held, .rupee)] == 1)
        #expect(balances(entries)[AccountUnit(available, .rupee)] == nil)
    }
}
