import Domain
import Testing

@testable import Store

@Suite("the plan of a query on a hot path")
struct PlanTests {
    private let scratch: Scratch
    private let store: ReferralStore

    init() throws {
        scratch = try Scratch()
        let options = ReferralStore.Options(clock: { Timestamp(milliseconds: 1_760_000_000_000) })
        store = try ReferralStore.open(path: scratch.path, options: options) { _ in }
    }

    @Test("of the rewards whose hold has ended reads these alone, in order")
    func due() throws {
        let plan = try plan(
            """
            SELECT id FROM reward
             WHERE status = 'pending' AND auto_approve = 1 AND release_at <= 5 ORDER BY release_at LIMIT 50
            """)
        #expect(plan.contains("reward_due"))
        #expect(!plan.contains("TEMP B-TREE"))
    }

    @Test("of a customer's id at the shop reads that alone, in order")
    func shopID() throws {
        let plan = try plan("SELECT value FROM customer_key WHERE customer = 1 AND kind = 'id' ORDER BY value LIMIT 1")
        #expect(plan.contains("customer_key_customer (customer=? AND kind=?)"))
        #expect(!plan.contains("TEMP B-TREE"))
    }

    @Test("of a place in an order reads no block but those from there on")
    func place() throws {
        let plan = try plan(
            """
            SELECT first_key, first_id, entries FROM click_block
             WHERE run = 1 AND (first_key, first_id) <= (2, 3) ORDER BY first_key DESC, first_id DESC
            """)
        #expect(plan.contains("click_block_place"))
        #expect(!plan.contains("TEMP B-TREE"))
    }

    @Test(
        "of a row of an order makes no temporary table",
        arguments: [
            "event", "customer", "customer_key", "visitor_naming", "code_entry", "shop_order", "conversion", "credit",
            "touchpoint", "reward", "reward_step", "ledger_entry",
        ])
    func rowOfOrder(table: String) throws {
        defer { store.close() }
        let steps = try store.writer.wait { transaction in
            let columns = try transaction.rows(SQL(trusted: "PRAGMA table_info(\(table))")) { $0.text(1) }
            let values = columns.map { _ in "1" }.joined(separator: ", ")
            let insertion = "INSERT INTO \(table) (\(columns.joined(separator: ", "))) VALUES (\(values))"
            return try transaction.rows(SQL(trusted: "EXPLAIN " + insertion)) { $0.text(1) }
        }
        #expect(steps.contains("IdxInsert") || steps.contains("Insert"))
        #expect(!steps.contains("OpenEphemeral"))
    }

    private func plan(_ query: String) throws -> String {
        defer { store.close() }
        return try store.writer.wait { transaction in
            try transaction.rows(SQL(trusted: "EXPLAIN QUERY PLAN " + query)) { $0.text(3) }.joined(separator: "\n")
        }
    }
}
