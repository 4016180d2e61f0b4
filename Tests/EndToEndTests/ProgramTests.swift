import TestSupport
import Testing

@Suite("Programs: their life, and which one takes an order")
struct ProgramTests {
    static let eid = JSONValue.diwali.with(["slug": "eid", "destination_url": "https://shop.example/eid"])

    @Test("a program starts as a draft and is activated, paused, activated again and ended")
    func life() throws {
        let shop = try Shop()
        let made = try shop.post("/v1/programs", .diwali).expect(201)
        #expect(made["id"].string.hasPrefix("prg_"))
        #expect(made["status"] == "draft")
        for (step, status) in [("activate", "active"), ("pause", "paused"), ("activate", "active"), ("end", "ended")] {
            #expect(try shop.post("/v1/programs/diwali/\(step)").expect(200)["status"] == .string(status))
        }
        #expect(try shop.read("/v1/programs/\(made["id"].string)")["status"] == "ended")
        #expect(try shop.read("/v1/programs")["data"].list.map { $0["slug"] } == ["diwali"])
    }

    @Test("what a program was made of is what is read back")
    func readBack() throws {
        let shop = try Shop()
        let whole = JSONValue.diwali.with([
            "fallback_url": "https://shop.example/", "starts_at": "2026-11-01T00:00:00+05:30",
            "timezone": "Asia/Kolkata", "release_on": "delivered", "auto_approve": false,
            "terms": ["en": "One reward per friend.", "ur": "ایک انعام"],
        ])
        try shop.post("/v1/programs", whole).expect(201)
        let read = try shop.read("/v1/programs/diwali")
        #expect(read["starts_at"] == "2026-10-31T18:30:00.000Z")
        for (name, value) in whole.without("starts_at").without("rewards").members {
            #expect(read[name] == value, "\(name)")
        }
        #expect(read["rewards"].list.map { $0["name"] } == ["friend-discount", "thanks"])
        #expect(read["rewards"][1]["value"] == ["percent_bp": 500])
    }

    @Test("a slug that another program has is a conflict")
    func takenSlug() throws {
        let shop = try Shop.open()
        try shop.post("/v1/programs", .diwali.with(["name": "Another"])).expectProblem(409)
        #expect(try shop.read("/v1/programs/diwali")["name"] == "Share & earn")
    }

    @Test("the first program is the default one, until another one is made it")
    func defaultProgram() throws {
        let shop = try Shop.open()
        try shop.activate(Self.eid)
        let asha = try shop.enrol("asha")
        let browser = Browser(shop)
        #expect(try browser.follow(asha.code).location.hasPrefix("https://shop.example/welcome"))
        #expect(try browser.follow("\(asha.code)-eid").location.hasPrefix("https://shop.example/eid"))
        try shop.patch("/v1/programs/eid", ["default": true]).expect(200)
        #expect(try shop.read("/v1/programs/diwali")["default"] == false)
        #expect(try browser.follow(asha.code).location.hasPrefix("https://shop.example/eid"))
    }

    @Test("the program with the newest touch takes the order")
    func newestTouchTakes() throws {
        let shop = try Shop.open()
        try shop.activate(Self.eid)
        let (asha, ravi) = (try shop.enrol("asha"), try shop.enrol("ravi"))
        let browser = Browser(shop)
        try browser.follow(asha.code)
        try browser.follow("\(ravi.code)-eid")
        let conversion = try shop.purchase("1001", by: "c-1", .touch(visitor: browser)).expect(201)["conversion"]
        #expect(conversion["program"] == "eid")
        #expect(conversion.credited == [ravi.id])
    }

    @Test("the program that an event names takes the order")
    func namedProgramTakes() throws {
        let shop = try Shop.open()
        try shop.activate(Self.eid)
        let (asha, ravi) = (try shop.enrol("asha"), try shop.enrol("ravi"))
        let browser = Browser(shop)
        try browser.follow(asha.code)
        try browser.follow("\(ravi.code)-eid")
        let body = JSONValue.touch(visitor: browser).with(["program": "diwali"])
        let conversion = try shop.purchase("1001", by: "c-1", body).expect(201)["conversion"]
        #expect(conversion["program"] == "diwali")
        #expect(conversion.credited == [asha.id])
    }

    @Test("a click is stored but earns no token while the program is paused: 410, or the fallback where there is one")
    func pausedClick() throws {
        let shop = try Shop.open()
        let asha = try shop.enrol("asha")
        try shop.post("/v1/programs/diwali/pause").expect(200)
        #expect(try Browser(shop).follow(asha.code).status == 410)
        try shop.patch("/v1/programs/diwali", ["fallback_url": "https://shop.example/"]).expect(200)
        let redirect = try Browser(shop).follow(asha.code)
        #expect(redirect.status == 302)
        #expect(redirect.location == "https://shop.example/")
        // Neither answer sets a cookie, so both browsers are one visitor: same address, same user agent.
        let clicks = try shop.read("/v1/referrers/\(asha.id)/stats")["clicks"]
        #expect(clicks["human"] == 1)
        #expect(clicks["duplicate"] == 1)
    }

    @Test("a program that has not begun or is over sends no clicks", arguments: ["starts_at", "ends_at"])
    func schedule(bound: String) throws {
        let moment = Moment.now.adding(days: bound == "starts_at" ? 1 : -1)
        let shop = try Shop.open(.diwali.with([bound: .string(moment.text)]))
        #expect(try Browser(shop).follow(shop.enrol("asha").code).status == 410)
    }
}
