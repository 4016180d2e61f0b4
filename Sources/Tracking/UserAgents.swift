import Domain

/// User agents that are nobody: the entries that tell them, in lower case, looked for anywhere in the text.
///
/// Preview fetchers come first: several of them call themselves bots too, and a preview says more.
/// An entry's number is stored with its clicks: new ones go to the end of their list.
enum UserAgents {
    static let previews: [StaticString] = [
        "facebookexternalhit", "facebot", "whatsapp/", "twitterbot", "telegrambot", "linkedinbot", "slackbot",
        "slack-imgproxy", "discordbot", "skypeuripreview", "pinterestbot", "pinterest/0.", "vkshare", "redditbot",
        "bitlybot", "embedly", "iframely", "mastodon/", "bingpreview", "google-pagerenderer",
        "google-inspectiontool", "snap url preview", "kakaotalk-scrap", "line-poker", "cardyb", "meta-externalfetcher",
        "microsoft office", "tumblr/",
        "quora link preview", "flipboardproxy", "developers.google.com/+/web/snippet",
        "yahoo link preview",
    ]

    static let bots: [StaticString] = [
        "googlebot", "bingbot", "bot/", "bot;", "bot)", "-bot", "crawler", "spider", "slurp", "mediapartners-google",
        "adsbot", "apis-google", "feedfetcher", "duckduckgo-favicons", "baiduspider", "yandex.com/bots", "ahrefs",
        "semrush", "mj12", "dotbot", "petalbot", "bytespider", "gptbot", "chatgpt-user", "oai-searchbot", "claudebot",
        "claude-web", "anthropic-ai", "perplexitybot", "ccbot", "amazonbot", "applebot", "archive.org_bot",
        "ia_archiver",
        "headlesschrome", "phantomjs", "puppeteer", "playwright", "selenium", "lighthouse", "pagespeed", "gtmetrix",
        "pingdom", "uptimerobot", "statuscake", "site24x7", "newrelicpinger", "datadog", "curl/", "wget/",
        "libwww-perl", "python-requests", "python-urllib", "python/", "python-httpx", "aiohttp", "go-http-client",
        "java/", "apache-httpclient", "okhttp/", "node-fetch", "axios/", "undici", "got (", "php/", "guzzlehttp",
        "faraday", "httpie", "postmanruntime", "insomnia/", "scrapy", "httrack", "nikto", "sqlmap", "nmap", "masscan",
        "zgrab", "censys", "shodan", "netcraft", "virustotal", "urlscan", "safebrowsing", "barracuda", "proofpoint",
        "mimecast", "microsoft-cryptoapi", "scanner",
    ]
}

/// Which rule gave a click its class. Stored as a number: preview entries from 100 on, bot entries from 1000 on.
package struct ClassRule: Hashable, Sendable {
    package let number: Int64

    static let browser = ClassRule(number: 1)
    static let headMethod = ClassRule(number: 2)
    static let prefetchHeader = ClassRule(number: 3)
    static let noUserAgent = ClassRule(number: 4)
    static let sameVisitorWithinDay = ClassRule(number: 5)
    static let visitorIsReferrer = ClassRule(number: 6)

    static func preview(_ index: Int) -> ClassRule { ClassRule(number: 100 + Int64(index)) }
    static func bot(_ index: Int) -> ClassRule { ClassRule(number: 1000 + Int64(index)) }
}

extension ClassRule {
    /// The rule's name for people, from its stored number: `preview:whatsapp/` names the entry that was found. The
    /// number itself for one that this program does not know.
    package static func name(_ number: Int64) -> String {
        switch number {
        case browser.number: "browser"
        case headMethod.number: "head_method"
        case prefetchHeader.number: "prefetch_header"
        case noUserAgent.number: "no_user_agent"
        case sameVisitorWithinDay.number: "same_visitor_within_day"
        case visitorIsReferrer.number: "visitor_is_referrer"
        case let number:
            entry(number, after: bot(0), of: UserAgents.bots).map { "bot:\($0)" }
                ?? entry(number, after: preview(0), of: UserAgents.previews).map { "preview:\($0)" } ?? "\(number)"
        }
    }

    private static func entry(_ number: Int64, after first: ClassRule, of list: [StaticString]) -> StaticString? {
        guard number >= first.number, number - first.number < Int64(list.count) else { return nil }
        return list[Int(number - first.number)]
    }
}
