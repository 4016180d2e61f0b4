import Domain
import Testing

@testable import Store

@Suite("Checking a store")
struct CheckTests {
    @Test("a store that is right has no faults")
    func sound() throws {
        #expect(try faults(after: "") == [])
    }

    @Test(
        "each kind of fault is found and named",
        arguments: [
            (
                "UPDATE credit SET share_bp = 9999",
                "credit: cnv_0000000000005 is credited with 1 credits of together 9999"
            ),
            ("UPDATE credit SET amount = 1", "credit: cnv_"), ("DELETE FROM credit", "credit: cnv_"),
            ("UPDATE conversion SET status = 'rejected'", "credit: cnv_"),
            ("UPDATE ledger_entry SET amount = 49 WHERE id = 8", "reward: rwd_0000000000006"),
            ("UPDATE ledger_entry SET unit = 'EUR'", "ledger entry: led_"),
            (
                "UPDATE ledger_entry SET from_account = 'cost:prg_0000000000009' WHERE id = 7",
                "ledger account: led_0000000000007"
            ),
            ("DELETE FROM ledger_entry WHERE id = 8", "reward: rwd_"), ("DELETE FROM ledger_entry", "reward: rwd_"),
            ("UPDATE reward SET status = 'pending'", "reward: rwd_"),
            ("UPDATE reward SET reversed = 1", "reward: rwd_"),
            ("UPDATE reward_step SET status = 'pending'", "reward history: rwd_"),
            ("DELETE FROM reward_step", "reward history: rwd_"),
            (
                "UPDATE click_tally SET count = 2",
                "click count: lnk_0000000000003 at 1970-01-01T00:00:00.000Z counts 2 human"
            ),
            ("DELETE FROM click", "click count: lnk_"), ("DELETE FROM click_tally", "click count: lnk_"),
            ("UPDATE click SET link = 9", "click: clk_"), ("UPDATE click SET visitor = 9", "click order: the order by"),
            (
                "UPDATE click SET seen = 64, class = 2",
                "click: clk_0000000000004 is marked as a first human click, and is of class 2"
            ),
            (
                "UPDATE click SET seen = 64; INSERT INTO click VALUES (5, 1, 1, 0, 0, 0, 0, 0, 1, 64)",
                "click: clk_0000000000005 is one of 2 first clicks of one visitor at one referrer"
            ),
            ("DELETE FROM click_block", "click order: run 1 has 0 entries, not 1"),
            ("UPDATE click_run SET state = 2 WHERE kind = 2", "click order: the order by link"),
            ("DELETE FROM code", "reference: link row 3 refers to no code"),
            ("UPDATE credit SET referrer = 99", "reference: credit row (5, 0) refers to no referrer"),
            ("UPDATE program SET version = 2", "program: prg_0000000000001 has no terms of its version 2"),
            ("UPDATE conversion SET terms_version = 3", "policy version: cnv_0000000000005 was judged by version 1"),
            ("UPDATE referrer SET main_code = 'ASHA2'", "code: ref_0000000000002 has no code ASHA2"),
            (
                "INSERT INTO waiting_step VALUES (4, '1001', 'delivered', NULL, 0)",
                "waiting step: evt_0000000000004 waits for order 1001"
            ),
        ])
    func found(change: String, start: String) throws {
        let found = try faults(after: change)
        #expect(found.contains { $0.hasPrefix(start) }, "\(found)")
    }

    @Test("of many faults of one kind the first are named, and that there are more")
    func bounded() throws {
        let many = (1...30).map { "INSERT INTO click_tally (link, hour, class, count) VALUES (3, \($0), 1, 1);" }
        let found = try faults(after: many.joined())
        #expect(found.count == Connection.faultLimit + 1)
        #expect(found.last == "click count: and more")
    }

    @Test("a file that is no database is a fault, a schema that is behind as well")
    func unreadable() throws {
        let scratch = try Scratch()
        let connection = try Connection(path: scratch.path, mode: .readWrite)
        try connection.execute(script: "CREATE TABLE other (id INTEGER)")
        connection.close()
        #expect(try ReferralStore.faults(path: scratch.path).first == "migration 1 programs: not applied")
    }

    /// A store with one credited purchase behind one click, changed by `script` with every guard off, checked.
    private func faults(after script: String) throws -> [String] {
        let scratch = try Scratch()
        let options = ReferralStore.Options(durability: .normal) { Timestamp(milliseconds: 0) }
        try ReferralStore.open(path: scratch.path, options: options) { _ in }.close()
        let connection = try Connection(path: scratch.path, mode: .readWrite)
        try connection.execute(script: "PRAGMA foreign_keys = OFF; PRAGMA ignore_check_constraints = ON;")
        try connection.execute(script: Self.purchase)
        try connection.execute(script: script)
        connection.close()
        return try ReferralStore.faults(path: scratch.path)
    }

    private static let purchase = """
        INSERT INTO program VALUES (1, 'p', 'active', 1, 1, 0);
        INSERT INTO program_version (program, version, from_at, name, destination_url, allowed_hosts, currency, model,
            lookback_by_kind, eligible_kinds, precedence, excludes_self_referrals, new_customers_only, dedupe_ms,
            half_life_days, release_on, auto_approve)
            VALUES (1, 1, 0, 'P', 'https://shop.example/', 'shop.example', 'INR', 'last_touch', '', 'click', 'code_first',
                1, 1, 0, 7, 'paid', 1);
        INSERT INTO referrer VALUES (2, 'asha', NULL, NULL, 'customer', NULL, NULL, 'active', 'ASHA');
        INSERT INTO code VALUES ('ASHA', 'ASHA', 2, 0);
        INSERT INTO link VALUES (3, 'ASHA', 2, 1, 'ASHA', 0, NULL, NULL, NULL, 0, 1);
        INSERT INTO click VALUES (4, 1, 1, 0, 0, 0, 0, 0, 1, 0);
        INSERT INTO click_tally VALUES (1, 0, 1, 1);
        UPDATE click_fold SET ordered_until = 4, counted_until = 4, counting_until = 4;
        INSERT INTO click_run VALUES (1, 1, 0, 1, 4, 4, 0, 1), (2, 2, 0, 1, 4, 4, 0, 1);
        INSERT INTO click_block VALUES (1, 1, 1, 4, x'0000'), (2, 2, 9, 4, x'0000');
        INSERT INTO customer VALUES (9, 0);
        INSERT INTO event (id, type, customer, occurred_at, body, fingerprint, status, reply)
            VALUES (4, 'purchase', 9, 0, '{}', x'00', 201, '{}');
        INSERT INTO shop_order VALUES ('1001', 4, 9, 'paid', 1000, 'INR', 0, 0);
        INSERT INTO conversion (id, event, kind, status, reasons, program, policy_version, terms_version, customer,
                order_id, amount, currency, occurred_at)
            VALUES (5, 4, 'purchase', 'credited', '', 1, 1, 1, 9, '1001', 1000, 'INR', 0);
        INSERT INTO credit VALUES (5, 0, 2, 10000, 1000, NULL, '');
        INSERT INTO reward VALUES (6, 5, 0, 1, 'thanks', 'referrer', 'ref_0000000000002', 'cash', 'INR', 50, NULL, 0,
            'approved', 0, 0, 'paid', 1, NULL, NULL, 500, NULL, 10000);
        INSERT INTO reward_step VALUES (6, 1, 'approved', 0, 0, '', '');
        INSERT INTO ledger_entry
            VALUES (7, 6, 'cost:prg_0000000000001', 'held:ref_0000000000002', 50, 'INR', 'granted');
        INSERT INTO ledger_entry
            VALUES (8, 6, 'held:ref_0000000000002', 'available:ref_0000000000002', 50, 'INR', 'approved');
        """
}
