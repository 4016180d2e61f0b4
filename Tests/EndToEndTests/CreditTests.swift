import TestSupport
import Testing

@Suite("Credit: who earned an order")
struct CreditTests {
    /// A shop with two referrers.
    private func shop(_ program: JSONValue = .diwali) throws -> (Shop, asha: Shop.Referrer, ravi: Shop.Referrer) {
        let shop = try Shop.open(program)
        return (shop, try shop.enrol("asha"), try shop.enrol("ravi"))
    }

    @Test("an invitee who clicks one link twice credits its referrer once")
    func twice() throws {
        let (shop, asha, _) = try shop()
        let browser = Browser(shop)
        try browser.follow(asha.code)
        try browser.follow(asha.code)
        let conversion = try shop.purchase("1001", by: "c-1", .touch(visitor: browser)).expect(201)["conversion"]
        #expect(conversion.credited == [asha.id])
        let touchpoints = try shop.explanation(of: conversion)["touchpoints"].list
        #expect(touchpoints.map { $0["verdict"] } == ["eligible", "credited"])
    }

    @Test("the last touch earns the order")
    func lastTouch() throws {
        let (shop, asha, ravi) = try shop()
        let browser = Browser(shop)
        try browser.follow(asha.code)
        try browser.follow(ravi.code)
        let conversion = try shop.purchase("1001", by: "c-1", .touch(visitor: browser)).expect(201)["conversion"]
        #expect(conversion.credited == [ravi.id])
    }

    @Test("clicks on A, B and A again credit A: a duplicate click keeps its own time")
    func duplicateIsTouchpoint() throws {
        let (shop, asha, ravi) = try shop()
        let browser = Browser(shop)
        for referrer in [asha, ravi, asha] {
            try browser.follow(referrer.code)
        }
        let conversion = try shop.purchase("1001", by: "c-1", .touch(visitor: browser)).expect(201)["conversion"]
        #expect(conversion.credited == [asha.id])
        let touchpoints = try shop.explanation(of: conversion)["touchpoints"].list
        #expect(touchpoints.map { $0["referrer"].string } == [asha.id, ravi.id, asha.id])
        #expect(touchpoints.map { $0["verdict"] } == ["eligible", "eligible", "credited"])
    }

    @Test("in a first-touch program the first of several clicks earns the order")
    func firstTouch() throws {
        let (shop, asha, ravi) = try shop(.diwali(["model": "first_touch"]))
        let browser = Browser(shop)
        for referrer in [asha, ravi, ravi] {
            try browser.follow(referrer.code)
        }
        let conversion = try shop.purchase("1001", by: "c-1", .touch(visitor: browser)).expect(201)["conversion"]
        #expect(conversion.credited == [asha.id])
    }

    @Test("a code typed at checkout beats a click")
    func codeBeatsClick() throws {
        let (shop, asha, ravi) = try shop()
        let click = try Browser(shop).follow(asha.code)
        let body = JSONValue.touch(token: click.token).with(["code": .string(ravi.code)])
        let conversion = try shop.purchase("1001", by: "c-1", body).expect(201)["conversion"]
        #expect(conversion.credited == [ravi.id])
        let explanation = try shop.explanation(of: conversion)
        let outranked = explanation["touchpoints"].first(where: "kind", is: "click")
        #expect(outranked["verdict"] == "excluded")
        #expect(outranked["reason"] == "outranked")
    }

    @Test("where the program puts clicks first, a click beats a typed code")
    func clickBeatsCode() throws {
        let (shop, asha, ravi) = try shop(.diwali(["precedence": "click_first"]))
        let click = try Browser(shop).follow(asha.code)
        let body = JSONValue.touch(token: click.token).with(["code": .string(ravi.code)])
        #expect(try shop.purchase("1001", by: "c-1", body).expect(201)["conversion"].credited == [asha.id])
    }

    @Test("a code typed at the signup counts for the later order")
    func earlierCode() throws {
        let (shop, asha, ravi) = try shop()
        try shop.signup("c-1", ["code": .string(asha.code)]).expect(201)
        let click = try Browser(shop).follow(ravi.code)
        let conversion = try shop.purchase("1001", by: "c-1", .touch(token: click.token)).expect(201)["conversion"]
        #expect(conversion.credited == [asha.id])
    }

    @Test("a guest without an id is credited by email address")
    func guest() throws {
        let (shop, asha, _) = try shop()
        let click = try Browser(shop).follow(asha.code)
        let body = JSONValue.touch(token: click.token).with(["customer": ["email": "guest@mail.example"]])
        #expect(try shop.purchase("1001", by: "", body).expect(201)["conversion"].credited == [asha.id])
    }

    @Test("an order that the sender dates before its click's token still counts the click")
    func tokenBeforeItsTime() throws {
        let (shop, asha, _) = try shop()
        let click = try Browser(shop).follow(asha.code)
        let body = JSONValue.touch(token: click.token).with(["occurred_at": .string(Moment.now.adding(days: -1).text)])
        #expect(try shop.purchase("1001", by: "c-1", body).expect(201)["conversion"].credited == [asha.id])
    }
}
