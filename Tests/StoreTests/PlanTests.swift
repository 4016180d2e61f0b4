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

    @Test("of a visitor's human clicks on a link uses the visitor's index")
    func duplicates() throws {
        let plan = try plan("SELECT 1 FROM click WHERE visitor = 1 AND class = 1 AND id >= 2 AND link = 3 LIMIT 1")
        #expect(plan.contains("click_visitor"))
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

    @Test("of a visitor's newest clicks of one class needs no sorting")
    func journey() throws {
        let plan = try plan(
            """
            SELECT c.id FROM click c JOIN link l ON l.id = c.link
             WHERE c.visitor = 1 AND c.class = 1 AND c.id >= 2 AND c.id < 3 ORDER BY c.id DESC LIMIT 200
            """)
        #expect(plan.contains("click_visitor"))
        #expect(!plan.contains("TEMP B-TREE"))
    }

    private func plan(_ query: String) throws -> String {
        defer { store.close() }
        return try store.writer.wait { transaction in
            try transaction.rows(SQL(trusted: "EXPLAIN QUERY PLAN " + query)) { $0.text(3) }.joined(separator: "\n")
        }
    }
}
