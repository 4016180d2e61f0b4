import TestSupport
import Testing

@Suite("Not built yet: refused by name, never ignored")
struct NotBuiltTests {
    private let programs: [(pointer: String, change: JSONValue)] = [
        ("/attribution/model", ["attribution": ["model": "markov"]]),
        ("/attribution/model", ["attribution": ["model": "shapley"]]),
    ]

    private let rules: [(pointer: String, change: JSONValue)] = [
        ("value/tiers", ["value": ["tiers": [["from": 1, "flat": 100]]]]),
        ("budget", ["budget": 10_000_000]),
        ("limit_per_referrer", ["limit_per_referrer": 50]),
        ("first_only", ["first_only": true]),
        ("expires_days", ["expires_days": 30]),
        ("starts_at", ["starts_at": "2026-11-01T00:00:00Z"]),
        ("kind", ["kind": "free_product"]),
        ("kind", ["kind": "membership"]),
        ("trigger", ["trigger": "click"]),
        ("trigger", ["trigger": "share"]),
    ]

    private let events: [JSONValue] = [
        ["type": "custom", "event_id": "e-1", "name": "review", "customer": ["id": "c-1"]],
        ["type": "install", "event_id": "e-1", "customer": ["id": "c-1"]],
        ["type": "lead", "event_id": "e-1", "stage": "won", "customer": ["id": "c-1"]],
        ["type": "share", "event_id": "e-1", "referrer": "customer:asha", "channel": "whatsapp"],
        ["type": "order_change", "event_id": "e-1", "order_id": "1001", "amount": 1000],
    ]

    @Test("a program's policy")
    func program() throws {
        let shop = try Shop()
        for (pointer, change) in programs {
            try shop.post("/v1/programs", .diwali.with(change)).expectProblem(422, at: pointer)
        }
    }

    @Test("a reward's rule")
    func rule() throws {
        let shop = try Shop()
        for (pointer, change) in rules {
            let program = JSONValue.diwali(granting: .thanks.with(change))
            try shop.post("/v1/programs", program).expectProblem(422, at: "/rewards/0/\(pointer)")
        }
    }

    @Test("an event's type")
    func event() throws {
        let shop = try Shop.open()
        for body in events {
            let problem = try shop.report(body).expectProblem(422, at: "/type")
            #expect("\(problem)".contains(body["type"].string))
        }
    }

    @Test("a batch is refused by name, as an array and as lines")
    func batches() throws {
        let shop = try Shop.open()
        let fields = ["Authorization": "Bearer \(shop.key)", "Content-Type": "application/x-ndjson"]
        let lines = try shop.send("POST", "/v1/events", fields, body: Array("{}\n{}\n".utf8))
        for reply in [lines, try shop.post("/v1/events", [])] {
            #expect(reply.expect(422)["detail"].string.contains("Batches"))
        }
    }
}
