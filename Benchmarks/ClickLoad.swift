import Foundation
import TestSupport

/// Clicks as they come in: most on a few links, nearly all by browsers, each by somebody who was never here before.
final class ClickLoad {
    /// Each as many as a round may send, so that rounds differ, and wrk is soon ready.
    private static let parts = 16
    private static let partCount = 65_536
    private static let botPercent = 4

    /// The links' slugs, the most clicked first.
    let ranked: [String]
    private let folder: TemporaryFolder
    private let firstPart: [Click]

    private struct Click {
        let slug: String
        let agent: String
    }

    /// - Parameter slugs: in the order of their making, with which their rank has nothing to do.
    init(_ slugs: [String]) throws {
        var random = Seed(20_261_122)
        let zipf = Zipf(count: slugs.count)
        let ranked = slugs.shuffled(using: &random)
        let parts = (0..<Self.parts).map { _ in
            (0..<Self.partCount).map { _ in
                let agent = random.pick(random.chance(Self.botPercent) ? bots : browsers)
                return Click(slug: ranked[zipf.pick(using: &random)], agent: agent)
            }
        }
        self.ranked = ranked
        firstPart = parts[0]
        folder = try TemporaryFolder()
        try folder.write(String(decoding: PackageResources.clicks_lua, as: UTF8.self), to: "clicks.lua")
        for (number, part) in parts.enumerated() {
            try folder.write(part.map { "/r/\($0.slug) \($0.agent)" }.joined(separator: "\n"), to: "part\(number)")
        }
    }

    /// The same for every server in a round.
    func script(round: Int) -> WrkScript {
        WrkScript(path: folder.path("clicks.lua"), arguments: [folder.path("part\(round % Self.parts)")])
    }

    /// Some of them as octets.
    var requests: [[UInt8]] {
        firstPart.map { click in
            HTTPClient.head("GET", "/r/\(click.slug)", fields: ["User-Agent": click.agent], bodyCount: nil)
        }
    }

    /// What a browser sends of itself.
    static var browser: [String: String] { ["User-Agent": browsers[0]] }
}

private let browsers = [
    "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Mobile Safari/537.36",
    "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Mobile Safari/537.36",
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36",
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:132.0) Gecko/20100101 Firefox/132.0",
    "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 "
        + "Mobile/15E148 Safari/604.1",
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Safari/605.1",
]

private let bots = [
    "WhatsApp/2.24.20.89 A", "facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)",
    "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
]
