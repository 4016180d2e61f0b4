import TestSupport
import Testing

@Suite("A referrer's figures")
struct StatisticsTests {
    let shop: Shop

    init() throws {
        shop = try Shop.open()
        let asha = try shop.enrol("asha")
        let browser = Browser(shop)
        let click = try browser.follow(asha.code)
        try browser.follow(asha.code)
        try shop.signup("c-77", .touch(token: click.token)).expect(201)
        try shop.purchase("1001", by: "c-77").expect(201)
        try shop.purchase("1002", by: "asha", ["code": .string(asha.code)]).expect(201)
    }

    private func figures(_ query: String = "") throws -> JSONValue {
        try shop.read("/v1/referrers/customer:asha/stats\(query)")
    }

    @Test("clicks by class, visitors, signups, conversions by status, revenue and rewards are counted")
    func all() throws {
        let figures = try figures()
        #expect(figures["clicks"]["human"] == 1)
        #expect(figures["clicks"]["duplicate"] == 1)
        #expect(figures["unique_visitors"] == 1)
        #expect(figures["signups"] == 1)
        #expect(figures["conversions"]["credited"] == 2)
        #expect(figures["conversions"]["rejected"] == 1)
        #expect(figures["revenue"]["INR"] == 129_900)
        #expect(figures["rewards"]["INR"] != .null)
    }

    @Test("a range of time counts what lies in it, to the millisecond")
    func range() throws {
        let (before, after) = (Moment.now.adding(minutes: -10).text, Moment.now.adding(minutes: 10).text)
        #expect(try figures("?from=\(before)&to=\(after)") == figures())
        for nothing in ["?to=\(before)", "?from=\(after)"] {
            let figures = try figures(nothing)
            #expect([.null, 0].contains(figures["clicks"]["human"]))
            #expect(figures["unique_visitors"] == 0)
            #expect(figures["signups"] == 0)
            #expect([.null, 0].contains(figures["conversions"]["credited"]))
        }
    }

    @Test("one program's figures leave out the others'")
    func program() throws {
        try shop.activate(ProgramTests.eid)
        #expect(try figures("?program=diwali")["clicks"] == figures()["clicks"])
        #expect(try figures("?program=eid")["unique_visitors"] == 0)
        #expect(try figures("?program=eid")["signups"] == 0)
    }

    @Test("a visitor of several links of a referrer is one visitor, and is another referrer's as well")
    func visitorOfSeveralLinks() throws {
        try shop.activate(ProgramTests.eid)
        let (asha, bela) = (try shop.read("/v1/referrers/customer:asha"), try shop.enrol("bela"))
        let browser = Browser(shop)
        let code = asha["code"].string
        for slug in [code + "-eid", code, bela.code, code + "-eid"] {
            #expect(try browser.follow(slug).status == 302)
        }
        #expect(try figures()["unique_visitors"] == 2)
        #expect(try figures("?program=diwali")["unique_visitors"] == 2)
        #expect(try figures("?program=eid")["unique_visitors"] == 1)
        #expect(try shop.read("/v1/referrers/\(bela.id)/stats")["unique_visitors"] == 1)
    }
}
