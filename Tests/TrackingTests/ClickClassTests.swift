import Domain
import TestSupport
import Testing

@testable import Tracking

@Suite("a click's class")
struct ClickClassTests {
    @Test(
        "is told by its user agent",
        arguments: [
            (
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/126.0 Safari/537.36",
                ClickClass.human
            ),
            ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148", .human),
            ("Mozilla/5.0 (Linux; Android 9; CUBOT X19) AppleWebKit/537.36 Chrome/126.0 Mobile", .human),
            ("Mozilla/5.0 (iPhone) AppleWebKit/605.1.15 [FBAN/FBIOS;FBAV/470.0]", .human),
            ("WhatsApp/2.23.20.0", .preview), ("facebookexternalhit/1.1", .preview),
            ("TelegramBot (like TwitterBot)", .preview),
            ("Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)", .preview),
            ("Mozilla/5.0 (compatible; Discordbot/2.0)", .preview), ("LinkedInBot/1.0", .preview),
            ("Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)", .bot),
            ("Mozilla/5.0 (compatible; bingbot/2.0)", .bot), ("curl/7.88.1", .bot), ("python-requests/2.31", .bot),
            ("Mozilla/5.0 HeadlessChrome/126.0", .bot), ("", .bot),
        ])
    func userAgents(text: String, expected: ClickClass) {
        let request = ClickRequest(isHead: false, isPrefetch: false, userAgent: UserAgent(Array(text.utf8)[...]))
        #expect(request.clickClass == expected)
    }

    @Test("is head for HEAD and prefetch for a prefetch, whoever sends it")
    func requests() {
        let browser = Array("Mozilla/5.0 Firefox/128.0".utf8)
        #expect(ClickRequest(isHead: true, isPrefetch: true, userAgent: UserAgent(browser[...])).clickClass == .head)
        #expect(
            ClickRequest(isHead: false, isPrefetch: true, userAgent: UserAgent(browser[...])).clickClass == .prefetch)
    }

    @Test("has rules of different numbers, which are stored")
    func ruleNumbers() {
        let numbers =
            UserAgents.previews.indices.map { ClassRule.preview($0).number }
            + UserAgents.bots.indices.map { ClassRule.bot($0).number }
        #expect(Set(numbers).count == numbers.count)
    }

    @Test("is duplicate for the same visitor and link within a day, and human again after it")
    func duplicates() throws {
        let world = try World()
        try world.program()
        let asha = try world.referrer("asha")
        let bilal = try world.referrer("bilal")
        #expect(try world.click(asha.mainCode, cookie: world.cookie(1)).clickClass == .human)
        #expect(try world.click(asha.mainCode, cookie: world.cookie(1)).clickClass == .duplicate)
        #expect(try world.click(bilal.mainCode, cookie: world.cookie(1)).clickClass == .human)
        #expect(try world.click(asha.mainCode, cookie: world.cookie(2)).clickClass == .human)
        world.clock.advance(by: Timestamp.day)
        #expect(try world.click(asha.mainCode, cookie: world.cookie(1)).clickClass == .human)
    }

    @Test("is self once an event has named the visitor for the referrer's own customer")
    func own() throws {
        let world = try World()
        try world.program()
        let asha = try world.referrer("asha")
        _ = try world.signup("s1", world.touch("asha", cookie: world.cookie(1)))
        #expect(try world.click(asha.mainCode, cookie: world.cookie(1)).clickClass == .own)
        #expect(try world.click(asha.mainCode, cookie: world.cookie(2)).clickClass == .human)
    }
}
