import TestSupport
import Testing

@Suite("Models that split an order")
struct SplitTests {
    /// An order of 1003 after clicks of these referrers, in their order.
    private func order(
        _ path: [Int], under attribution: JSONValue, between: (Shop, Int) throws -> Void = { _, _ in }
    ) throws -> (shop: Shop, ids: [String], reply: JSONValue) {
        let shop = try Shop.open(.diwali(attribution).with(["rewards": [tenth]]))
        let referrers = try (0...2).map { try shop.enrol("r-\($0)") }
        let browser = Browser(shop)
        for (place, referrer) in path.enumerated() {
            try browser.follow(referrers[referrer].code)
            try between(shop, place)
        }
        let event = JSONValue.purchase("1001", by: "c-1", ["amount": 1003]).with(.touch(visitor: browser))
        return (shop, referrers.map(\.id), try shop.report(event).expect(201))
    }

    private let tenth: JSONValue = [
        "name": "tenth", "trigger": "purchase", "beneficiary": "referrer", "kind": "cash",
        "value": ["percent_bp": 1000], "hold_days": 0,
    ]

    @Test(
        "credits, weights and rewards go by the model",
        arguments: [
            (["model": "linear"], [0, 1, 2], ["1/3", "1/3", "1/3"], [3334, 3333, 3333], [34, 33, 33]),
            (["model": "linear"], [0, 1, 0], ["2/3", "1/3"], [6667, 3333], [67, 33]),
            (["model": "linear_distinct"], [0, 1, 0], ["1/2", "1/2"], [5000, 5000], [50, 50]),
            (["model": "position_based"], [0, 1, 2], ["2/5", "1/5", "2/5"], [4000, 2000, 4000], [40, 20, 40]),
            (
                ["model": "position_based", "first_bps": 5000, "last_bps": 1000], [0, 1], ["5/6", "1/6"],
                [8333, 1667], [83, 17]
            ),
        ] as [(JSONValue, [Int], [String], [Int64], [Int64])])
    func model(attribution: JSONValue, path: [Int], weights: [String], shares: [Int64], rewards: [Int64]) throws {
        let (shop, ids, reply) = try order(path, under: attribution)
        let credits = reply["conversion"]["credits"].list
        #expect(credits.map { $0["basis_points"].integer } == shares)
        #expect(credits.map { $0["referrer"].string } == ids.prefix(shares.count).map { $0 })
        #expect(reply["rewards"].list.map { $0["amount"].integer } == rewards)
        let explanation = try shop.explanation(of: reply["conversion"])
        #expect(explanation["credits"].list.map { $0["weight"].string } == weights)
        #expect(explanation["credits"].list.compactMap { $0["amount"].integer }.reduce(0, +) == 1003)
        for credit in explanation["credits"].list {
            let own = explanation["touchpoints"].list.filter { $0["referrer"] == credit["referrer"] }
            #expect(own.compactMap { $0["basis_points"].integer }.reduce(0, +) == credit["basis_points"].integer)
        }
        try shop.expectSound()
    }

    @Test("the odd basis point is told with its rule, and in a sentence")
    func oddUnit() throws {
        let (shop, ids, reply) = try order([0, 1, 2], under: ["model": "linear"])
        let explanation = try shop.explanation(of: reply["conversion"])
        #expect(explanation["credits"].list.map { $0["odd_basis_point"] } == ["earlier_touch", .null, .null])
        #expect(
            explanation["sentences"].list.map(\.string).contains(
                "Rounding down left a basis point, which goes to \(ids[0]): other parts have the same fraction left, "
                    + "and this referrer was touched earlier."))
    }

    @Test("each referrer is paid by the terms that its own touch was promised")
    func ownTerms() throws {
        let (_, ids, reply) = try order([0, 1], under: ["model": "linear"]) { shop, place in
            guard place == 0 else { return }
            let fifth = self.tenth.with(["value": ["percent_bp": 2000]])
            try shop.patch("/v1/programs/diwali", ["rewards": [fifth]]).expect(200)
        }
        let amounts = reply["rewards"].list.map { [$0["referrer"].string, "\($0["amount"].integer ?? 0)"] }
        #expect(Set(amounts) == [[ids[0], "50"], [ids[1], "100"]])
    }

    @Test("what a click was promised stays: its window, not the one that a later change brought")
    func frozenWindow() throws {
        let (_, ids, reply) = try order([0], under: ["lookback_days": 30]) { shop, _ in
            try shop.patch("/v1/programs/diwali", ["attribution": ["lookback_days": 0]]).expect(200)
        }
        #expect(reply["conversion"].credited == [ids[0]])
        #expect(reply["conversion"]["policy_version"] == 2)
    }

    @Test("a model is the one in force at the order")
    func modelAtOrder() throws {
        let (_, ids, reply) = try order([0, 1], under: ["model": "last_touch"]) { shop, place in
            guard place == 1 else { return }
            try shop.patch("/v1/programs/diwali", ["attribution": ["model": "first_touch"]]).expect(200)
        }
        #expect(reply["conversion"].credited == [ids[0]])
    }

    @Test(
        "parameters that cannot be meant are named",
        arguments: [
            (["first_bps": 7000], "/attribution/last_bps", 400), (["first_bps": -1], "/attribution/first_bps", 400),
            (["order": 0], "/attribution/order", 400), (["value": "sum"], "/attribution/value", 400),
            (["binding": "strict"], "/attribution/binding", 400),
            (["half_life_days": 0], "/attribution/half_life_days", 400),
            (["model": "markov"], "/attribution/model", 422), (["model": "shapley"], "/attribution/model", 422),
        ] as [(JSONValue, String, Int)])
    func impossible(attribution: JSONValue, pointer: String, status: Int) throws {
        try Shop().post("/v1/programs", .diwali(attribution)).expectProblem(status, at: pointer)
    }

    @Test("every parameter is kept and shown")
    func parameters() throws {
        let policy: JSONValue = [
            "model": "time_decay", "lookback_days": 60, "lookback_days_by_kind": ["code": 5],
            "eligible_kinds": ["click", "code"], "precedence": "intent", "self_referral": "allow",
            "new_customers_only": false, "dedupe_minutes": 30, "first_bps": 1, "last_bps": 2, "half_life_days": 3,
            "binding": "locked", "reuse_touches": false, "order": 2, "value": "rate",
        ]
        let shop = try Shop.open(.diwali(policy))
        #expect(try shop.read("/v1/programs/diwali")["attribution"] == policy)
        try shop.restart()
        #expect(try shop.read("/v1/programs/diwali")["attribution"] == policy)
    }
}
