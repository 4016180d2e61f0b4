import Foundation
import TestSupport

/// An invitee's browser: it follows links and keeps the visitor cookie.
final class Browser {
    static let userAgent = "Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/140.0 Mobile Safari/537.36"

    private let shop: Shop
    private(set) var cookie: String?

    init(_ shop: Shop) {
        self.shop = shop
    }

    /// Follows `/r/{slug}`; a query may stand behind the slug.
    @discardableResult
    func follow(_ slug: String, fields: [String: String] = [:]) throws -> Redirect {
        var all = ["User-Agent": Self.userAgent, "Accept": "text/html,*/*;q=0.8"]
        if let cookie { all["Cookie"] = "gv=\(cookie)" }
        let redirect = Redirect(try shop.send("GET", "/r/\(slug)", all.merging(fields) { $1 }))
        if let set = redirect.cookie { cookie = set }
        return redirect
    }
}

/// An answer to a click.
struct Redirect {
    let reply: HTTPReply

    init(_ reply: HTTPReply) {
        self.reply = reply
    }

    var status: Int { reply.status }
    var location: String { reply[field: "Location"] ?? "" }

    /// The value of a parameter of the destination, decoded; nil if there is none.
    func parameter(_ name: String) -> String? {
        URLComponents(string: location)?.queryItems?.first { $0.name == name }?.value
    }

    var token: String? { parameter("gv_click") }

    /// The visitor cookie that the answer sets.
    var cookie: String? {
        reply[field: "Set-Cookie"]?.split(separator: ";").first.flatMap { pair in
            pair.hasPrefix("gv=") ? String(pair.dropFirst(3)) : nil
        }
    }

    /// The cookie's attributes, such as `HttpOnly`.
    var cookieAttributes: Set<String> {
        let parts = reply[field: "Set-Cookie"]?.split(separator: ";").dropFirst() ?? []
        return Set(parts.map { $0.trimmingCharacters(in: .whitespaces) })
    }
}

/// What an event says of a click.
extension JSONValue {
    static func touch(token: String?) -> JSONValue {
        ["click": token.map { .string($0) } ?? .null]
    }

    static func touch(visitor browser: Browser) -> JSONValue {
        ["visitor": browser.cookie.map { .string($0) } ?? .null]
    }
}
