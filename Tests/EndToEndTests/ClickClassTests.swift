import TestSupport
import Testing

@Suite("Clicks are classed by what their request shows")
struct ClickClassTests {
    let shop: Shop
    let asha: Shop.Referrer

    init() throws {
        shop = try Shop.open()
        asha = try shop.enrol("asha")
    }

    private func clicks() throws -> JSONValue {
        try shop.read("/v1/referrers/\(asha.id)/stats")["clicks"]
    }

    /// Expects the shop's page without token and cookie, and one click of the class.
    private func expectNobody(
        _ redirect: Redirect, _ name: String, sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        #expect(redirect.status == 302, sourceLocation: sourceLocation)
        #expect(redirect.location == "https://shop.example/welcome", sourceLocation: sourceLocation)
        #expect(redirect.reply[field: "Set-Cookie"] == nil, sourceLocation: sourceLocation)
        let clicks = try clicks()
        #expect(clicks[name] == 1, "\(clicks)", sourceLocation: sourceLocation)
        #expect([.null, 0].contains(clicks["human"]), "\(clicks)", sourceLocation: sourceLocation)
    }

    @Test(
        "programs are bots, and carry neither token nor cookie",
        arguments: ["", "curl/8.5.0", "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"])
    func bots(userAgent: String) throws {
        try expectNobody(Browser(shop).follow(asha.code, fields: ["User-Agent": userAgent]), "bot")
    }

    @Test("a request without a User-Agent is a bot")
    func noUserAgent() throws {
        try expectNobody(Redirect(shop.send("GET", "/r/\(asha.code)")), "bot")
    }

    @Test(
        "link previews carry neither token nor cookie",
        arguments: ["WhatsApp/2.23.20.0", "facebookexternalhit/1.1", "TelegramBot (like TwitterBot)"])
    func previews(userAgent: String) throws {
        try expectNobody(Browser(shop).follow(asha.code, fields: ["User-Agent": userAgent]), "preview")
    }

    @Test(
        "prefetches carry neither token nor cookie",
        arguments: [("Sec-Purpose", "prefetch;prerender"), ("Purpose", "prefetch"), ("X-Moz", "prefetch")])
    func prefetches(name: String, value: String) throws {
        try expectNobody(Browser(shop).follow(asha.code, fields: [name: value]), "prefetch")
    }

    @Test("a HEAD request carries neither token nor cookie")
    func head() throws {
        let reply = try shop.send("HEAD", "/r/\(asha.code)", ["User-Agent": Browser.userAgent])
        try expectNobody(Redirect(reply), "head")
    }

    @Test("a second click of the same cookie within a day is a duplicate, with a token of its own")
    func duplicate() throws {
        let browser = Browser(shop)
        let (first, second) = (try browser.follow(asha.code), try browser.follow(asha.code))
        #expect(second.token != nil)
        #expect(second.token != first.token)
        #expect(try clicks()["human"] == 1)
        #expect(try clicks()["duplicate"] == 1)
        #expect(try shop.read("/v1/referrers/\(asha.id)/stats")["unique_visitors"] == 1)
    }

    @Test("two browsers are two visitors")
    func twoBrowsers() throws {
        try Browser(shop).follow(asha.code)
        try Browser(shop).follow(asha.code)
        #expect(try clicks()["human"] == 2)
        #expect(try shop.read("/v1/referrers/\(asha.id)/stats")["unique_visitors"] == 2)
    }

    @Test("a cookie that we did not make is replaced")
    func foreignCookie() throws {
        let redirect = try Browser(shop).follow(asha.code, fields: ["Cookie": "gv=<script>; other=1"])
        #expect(redirect.status == 302)
        #expect(redirect.cookie?.contains("script") == false)
    }

    @Test(
        "who asks not to be tracked gets no cookie, though a token", arguments: [("DNT", "1"), ("Sec-GPC", "1")])
    func doNotTrack(name: String, value: String) throws {
        let redirect = try Browser(shop).follow(asha.code, fields: [name: value])
        #expect(redirect.status == 302)
        #expect(redirect.token != nil)
        #expect(redirect.reply[field: "Set-Cookie"] == nil)
    }

    @Test("who asks not to be tracked is not known again by a cookie of before")
    func doNotTrackForgets() throws {
        let browser = Browser(shop)
        try browser.follow(asha.code)
        let redirect = try browser.follow(asha.code, fields: ["DNT": "1"])
        #expect(redirect.reply[field: "Set-Cookie"] == nil)
        #expect(try clicks()["human"] == 2)
    }

    @Test("a bot's click is no touchpoint")
    func botIsNoTouchpoint() throws {
        let browser = Browser(shop)
        let ravi = try shop.enrol("ravi")
        try browser.follow(ravi.code)
        try browser.follow(asha.code, fields: ["User-Agent": "curl/8.5.0"])
        let conversion = try shop.purchase("1001", by: "c-1", .touch(visitor: browser)).expect(201)["conversion"]
        #expect(conversion.credited == [ravi.id])
    }
}
