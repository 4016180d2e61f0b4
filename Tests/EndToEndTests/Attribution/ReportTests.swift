import TestSupport
import Testing

@Suite("What-if, model reports, reassignments and the audit")
struct ReportTests {
    /// A shop where asha and then ravi were clicked, and ravi earned the order.
    private func contested(_ attribution: JSONValue = [:]) throws -> (
        shop: Shop, asha: Shop.Referrer, ravi: Shop.Referrer, conversion: JSONValue
    ) {
        let shop = try Shop.open(.diwali(attribution))
        let (asha, ravi) = (try shop.enrol("asha"), try shop.enrol("ravi"))
        let browser = Browser(shop)
        try browser.follow(asha.code)
        try browser.follow(ravi.code)
        let reply = try shop.purchase("1001", by: "c-1", .touch(visitor: browser)).expect(201)
        return (shop, asha, ravi, reply["conversion"])
    }

    @Test("what-if tells before, after and difference, in all and for each, and changes nothing")
    func whatIf() throws {
        let (shop, asha, ravi, conversion) = try contested()
        let question: JSONValue = ["attribution": ["model": "first_touch"]]
        let answer = try shop.post("/v1/programs/diwali/what-if", question).expect(200)
        #expect((answer["conversions"], answer["changed"]) == (1, 1))
        #expect(answer["policy"]["model"] == "first_touch")
        #expect(answer["credited"]["difference"] == ["basis_points": 0, "amounts": ["INR": 0]])
        let byReferrer = Dictionary(
            uniqueKeysWithValues: answer["referrers"].list.map { ($0["referrer"].string, $0["difference"]) })
        #expect(byReferrer[asha.id] == ["basis_points": 10_000, "amounts": ["INR": 129_900]])
        #expect(byReferrer[ravi.id] == ["basis_points": -10_000, "amounts": ["INR": -129_900]])
        let change = answer["changes"][0]
        #expect(change["conversion"] == conversion["id"])
        #expect(change["before"].list.map { $0["referrer"].string } == [ravi.id])
        #expect(change["after"].list.map { $0["referrer"].string } == [asha.id])
        #expect(try shop.read("/v1/orders/1001")["conversion"] == conversion)
    }

    @Test("a what-if that cannot be meant is refused by name")
    func badQuestions() throws {
        let shop = try Shop.open()
        let path = "/v1/programs/diwali/what-if"
        try shop.post(path, [:]).expectProblem(400, at: "/attribution")
        try shop.post(path, ["attribution": ["modle": "linear"]]).expectProblem(400, at: "/attribution/modle")
        try shop.post(path, ["attribution": ["model": "markov"]]).expectProblem(422, at: "/attribution/model")
        try shop.post(path, ["attribution": [:], "limit": 1001]).expectProblem(400, at: "/limit")
        let range: JSONValue = ["attribution": [:], "from": "2026-01-02T00:00:00Z", "to": "2026-01-02T00:00:00Z"]
        try shop.post(path, range).expectProblem(400, at: "/to")
        try shop.post("/v1/programs/nope/what-if", ["attribution": [:]]).expectProblem(404)
    }

    @Test("all models stand side by side, and the self-checks hold")
    func models() throws {
        let (shop, asha, ravi, _) = try contested()
        try Browser(shop).follow(asha.code)
        let report = try shop.read("/v1/reports/models?program=diwali")
        #expect((report["conversions"], report["unconverted_journeys"]) == (1, 1))
        #expect(
            report["models"].list.map { $0["model"].string } == [
                "first_touch", "last_touch", "linear", "linear_distinct", "position_based", "time_decay", "markov",
                "shapley_count", "shapley_rate",
            ])
        #expect(report["self_checks"].list.count >= 12)
        #expect(report["self_checks"].list.allSatisfy { $0["holds"] == true }, "\(report["self_checks"])")
        let linear = report["models"][2]["referrers"].list
        #expect(Set(linear.map { $0["referrer"].string }) == [asha.id, ravi.id])
        #expect(linear.allSatisfy { $0["amounts"]["INR"] == 64_950 })
        #expect(report["models"][6]["population"]["journeys"] == 2)
        try shop.get("/v1/reports/models?program=nope").expectProblem(422, at: "?program")
    }

    @Test("a reassignment takes the old reward back, grants the new one and keeps both decisions")
    func reassign() throws {
        let (shop, asha, ravi, conversion) = try contested()
        let path = "/v1/conversions/\(conversion["id"].string)"
        let order: JSONValue = ["referrer": "customer:asha", "reason": "she asked first"]
        let dry = try shop.post("\(path)/reassign?dry_run=true", order).expect(200)
        #expect(dry["dry_run"] == true)
        #expect(try shop.read(path).credited == [ravi.id])

        let reply = try shop.post("\(path)/reassign", order).expect(200)
        #expect(reply["conversion"].credited == [asha.id])
        #expect(reply["conversion"]["revision"] == 1)
        #expect(reply["rewards"].list.map { $0["status"] } == ["reversed", "pending"])
        #expect(reply["rewards"].list.map { $0["referrer"].string } == [ravi.id, asha.id])
        #expect(reply["rewards"].list.map { $0["amount"] } == [6495, 6495])
        try shop.expectSound()

        let explanation = try shop.explanation(of: conversion)
        #expect(explanation["credits"].list.map { $0["referrer"].string } == [asha.id])
        #expect(explanation["touchpoints"].list.map { $0["verdict"] } == ["credited", "eligible"])
        #expect(explanation["reassignments"][0]["before"]["credits"][0]["referrer"].string == ravi.id)
        #expect(explanation["sentences"][0].string.contains("she asked first"))
        #expect(explanation["stability"] == .null)

        try shop.post("\(path)/reassign", order).expectProblem(409)
        let entry = try shop.read("/v1/audit?action=conversion.reassign")["data"][0]
        #expect((entry["subject"], entry["reason"]) == (conversion["id"], "she asked first"))
    }

    @Test("a reassignment is refused to keys that may not, and where it cannot be")
    func refused() throws {
        let (shop, asha, _, conversion) = try contested()
        let path = "/v1/conversions/\(conversion["id"].string)/reassign"
        let order: JSONValue = ["referrer": .string(asha.id), "reason": "why not"]
        try shop.call("POST", path, order, as: .key(shop.makeKey("write"))).expectProblem(403)
        try shop.post(path, ["referrer": .string(asha.id)]).expectProblem(400, at: "/reason")
        try shop.post(path, order.with(["referrer": "ref_0000000000000"])).expectProblem(422, at: "/referrer")
        try shop.post("/v1/conversions/cnv_0000000000000/reassign", order).expectProblem(404)
        try shop.post("/v1/programs", .diwali.with(["slug": "draft"])).expect(201)
        try shop.post(path, order.with(["program": "draft"])).expectProblem(422, at: "/program")
        try shop.patch("/v1/referrers/\(asha.id)", ["status": "suspended"]).expect(200)
        try shop.post(path, order).expectProblem(422, at: "/referrer")
    }

    @Test("a late touch is proposed, listed and explained, and nothing is booked for it")
    func late() throws {
        let shop = try Shop.open()
        let asha = try shop.enrol("asha")
        let browser = Browser(shop)
        try browser.follow(asha.code)
        let order = try shop.purchase("1001", by: "c-1").expect(201)
        #expect(order["conversion"]["status"] == "unattributed")
        #expect(order["proposed_adjustments"] == [])
        let signup = try shop.signup("c-1", .touch(visitor: browser)).expect(201)
        let proposed = signup["proposed_adjustments"][0]
        #expect(proposed["conversion"] == order["conversion"]["id"])
        #expect(proposed["credits"][0]["referrer"].string == asha.id)
        let listed = try shop.read("/v1/conversions?proposed_adjustment=true")["data"].list
        #expect(listed.map { $0["id"] } == [order["conversion"]["id"]])
        let explanation = try shop.explanation(of: order["conversion"])
        #expect(explanation["proposed_adjustment"] == proposed)
        #expect(explanation["status"] == "unattributed")
        #expect(try shop.read("/v1/orders/1001")["rewards"] == [])
    }

    @Test("the audit tells who changed what, newest first, to admins alone")
    func audit() throws {
        let shop = try Shop.open()
        try shop.patch("/v1/programs/diwali", ["attribution": ["model": "linear"]]).expect(200)
        try shop.post("/v1/programs/diwali/pause").expect(200)
        let entries = try shop.read("/v1/audit")["data"].list
        #expect(
            entries.map { $0["action"].string } == [
                "program.status", "program.change", "program.status", "program.create",
            ])
        #expect(entries[1]["detail"] == "fields=attribution; policy_version=2")
        #expect(entries.allSatisfy { $0["actor"].string.hasPrefix("key_") })
        try shop.get("/v1/audit", as: .key(shop.makeKey("read"))).expectProblem(403)
    }
}
