import Domain
import Tracking
import Wire

/// What a click's request shows of whoever sent it.
struct Invitee: Sendable {
    let click: ClickRequest
    /// The value of our cookie, where it has the form that we give it.
    let visitorCookie: VisitorCookie?
    /// False with Do Not Track or Global Privacy Control: no cookie is set, read or renewed.
    let mayBeTracked: Bool
    /// The `ch` parameter.
    let channel: String?
    let referringHost: String?
    /// The parameters that go on to the shop: `utm_*` and `ch`, by name and as they came.
    let passedOn: [(name: String, item: String)]

    init(_ request: Request, _ agents: KnownUserAgents) {
        click = ClickRequest(
            isHead: request.method == .head, isPrefetch: Self.isPrefetch(request),
            userAgent: agents.userAgent(request.fieldBytes("user-agent") ?? []))
        mayBeTracked = request.field("dnt") != "1" && request.field("sec-gpc") != "1"
        visitorCookie = mayBeTracked ? Self.cookie(request.field("cookie")) : nil
        referringHost = request.field("referer").flatMap { text in try? WebAddress(text).host }
        passedOn = Self.passedOn(request.query)
        channel = passedOn.first { $0.name == "ch" }.flatMap { Channel.normalised(String($0.item.dropFirst(3))) }
    }

    /// `Sec-Purpose: prefetch;prerender`, `Purpose: prefetch`, `X-Purpose: preview`, `X-Moz: prefetch`.
    private static func isPrefetch(_ request: Request) -> Bool {
        saysPrefetch(request.field("sec-purpose")) || saysPrefetch(request.field("purpose"))
            || saysPrefetch(request.field("x-purpose")) || saysPrefetch(request.field("x-moz"))
    }

    private static func saysPrefetch(_ purpose: String?) -> Bool {
        guard let words = purpose?.lowercased() else { return false }
        return ["prefetch", "prerender", "preview"].contains { words.contains($0) }
    }

    /// - Source: RFC 6265 §4.2.1.
    private static func cookie(_ field: String?) -> VisitorCookie? {
        for pair in field?.split(separator: ";") ?? [] {
            let sides = pair.drop { $0 == " " }.split(separator: "=", maxSplits: 1)
            if sides.count == 2, sides[0] == VisitorCookie.name, let cookie = VisitorCookie(String(sides[1])) {
                return cookie
            }
        }
        return nil
    }

    private static func passedOn(_ query: ArraySlice<UInt8>) -> [(name: String, item: String)] {
        guard !query.isEmpty else { return [] }
        return String(decoding: query, as: UTF8.self).split(separator: "&").compactMap { item in
            let name = item.prefix { $0 != "=" }
            let isPassedOn = name == "ch" || name.hasPrefix("utm_")
            // One with a broken escape would make the shop refuse the whole address.
            guard isPassedOn, percentDecoded(Array(item.utf8)[...]) != nil else { return nil }
            return (String(name), escaped(item))
        }
    }

    /// With escapes for what a query may not have, and mangled links do. RFC 3986 §3.4.
    private static func escaped(_ item: Substring) -> String {
        let digits = Array("0123456789ABCDEF".utf8)
        var octets: [UInt8] = []
        for octet in item.utf8 {
            if "\"<>\\^`{|}".utf8.contains(octet) {
                octets += [UInt8(ascii: "%"), digits[Int(octet >> 4)], digits[Int(octet & 15)]]
            } else {
                octets.append(octet)
            }
        }
        return String(decoding: octets, as: UTF8.self)
    }
}
