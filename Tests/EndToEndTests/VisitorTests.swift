import TestSupport
import Testing

@Suite("Visitors: clicks join a customer without a token")
struct VisitorTests {
    let shop: Shop
    let asha: Shop.Referrer

    init() throws {
        shop = try Shop.open()
        asha = try shop.enrol("asha")
    }

    @Test("the visitor cookie in an event joins the browser's clicks to the customer")
    func cookie() throws {
        let browser = Browser(shop)
        try browser.follow(asha.code)
        let conversion = try shop.purchase("1001", by: "c-1", .touch(visitor: browser)).expect(201)["conversion"]
        #expect(conversion.credited == [asha.id])
        #expect(conversion["credits"][0]["touchpoint"].string.hasPrefix("clk_"))
    }

    @Test("a visitor that an earlier event has named joins later orders too")
    func earlierCookie() throws {
        let browser = Browser(shop)
        try browser.follow(asha.code)
        try shop.signup("c-1", .touch(visitor: browser)).expect(201)
        let conversion = try shop.purchase("1001", by: "c-1").expect(201)["conversion"]
        let kinds = try shop.explanation(of: conversion)["touchpoints"].list.map { $0["kind"] }
        #expect(kinds.contains("click"))
        #expect(conversion.credited == [asha.id])
    }

    @Test("a click belongs to the first customer that is reported with its visitor")
    func sharedBrowser() throws {
        let browser = Browser(shop)
        try browser.follow(asha.code)
        try shop.signup("c-1", .touch(visitor: browser)).expect(201)
        let conversion = try shop.purchase("1002", by: "c-2", .touch(visitor: browser)).expect(201)["conversion"]
        #expect(conversion["status"] == "unattributed")
        #expect(conversion["reasons"] == ["no_touchpoint"])
    }

    @Test("clicks of another browser do not count")
    func otherBrowser() throws {
        let (one, other) = (Browser(shop), Browser(shop))
        try one.follow(asha.code)
        try other.follow(asha.code)
        #expect(one.cookie != other.cookie)
        let conversion = try shop.purchase("1001", by: "c-1", ["visitor": "AAAAAAAAAAAAAAAAAAAAAA"]).expect(201)
        #expect(conversion["conversion"]["reasons"] == ["no_touchpoint"])
    }

    @Test("the referrer's own browser is classed as self, and earns the referrer nothing")
    func ownBrowser() throws {
        let browser = Browser(shop)
        let ravi = try shop.enrol("ravi")
        try browser.follow(ravi.code)
        try shop.signup("asha", .touch(visitor: browser)).expect(201)
        let click = try browser.follow(asha.code)
        #expect(click.status == 302)
        #expect(click.token != nil)
        #expect(try shop.read("/v1/referrers/\(asha.id)/stats")["clicks"]["self"] == 1)
        let conversion = try shop.purchase("1001", by: "c-9", .touch(token: click.token)).expect(201)["conversion"]
        #expect(conversion["status"] == "rejected")
    }
}
