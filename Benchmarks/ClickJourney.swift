import Foundation
import TestSupport

/// A visitor who clicks a few links, with all others' clicks between, and then buys.
struct ClickJourney {
    private static let count = 200

    private let number: Int
    /// The value of the visitor's cookie.
    private let visitor: String

    /// Visitors who have clicked two links each.
    static func begin(_ grapevine: Grapevine, _ load: ClickLoad) throws -> [ClickJourney] {
        let client = try HTTPClient(port: grapevine.port)
        return try (0..<count).map { number in
            let slug = load.ranked[number % load.ranked.count]
            let answer = try client.call("GET", "/r/\(slug)", fields: ClickLoad.browser)
            guard let cookie = answer[field: "Set-Cookie"]?.firstMatch(of: /^gv=([^;]+)/)?.1 else {
                throw BenchError("a click was answered \(answer) without a cookie")
            }
            let journey = ClickJourney(number: number, visitor: String(cookie))
            try journey.click(grapevine, load)
            return journey
        }
    }

    /// Another click, on another link.
    func click(_ grapevine: Grapevine, _ load: ClickLoad) throws {
        let fields = ClickLoad.browser.merging(["Cookie": "gv=\(visitor)"]) { $1 }
        let slug = load.ranked[(number + 1000) % load.ranked.count]
        let answer = try HTTPClient(port: grapevine.port).call("GET", "/r/\(slug)", fields: fields)
        guard answer.status == 302 else { throw BenchError("a click was answered \(answer)") }
    }

    /// - Returns: how long the shop waits for the decision, in milliseconds.
    func purchase(_ grapevine: Grapevine, _ client: HTTPClient) throws -> Double {
        let body: JSONValue = [
            "type": "purchase", "order_id": .string("journey-\(number)"), "state": "paid", "amount": 129900,
            "currency": "INR", "customer": ["id": .string("invitee-\(number)")], "visitor": .string(visitor),
        ]
        let fields = grapevine.authorized.merging(["Content-Type": "application/json"]) { $1 }
        return try milliseconds {
            let reply = try client.call("POST", "/v1/events", fields: fields, body: body.text)
            guard reply.status == 201, reply.json["conversion"]["status"] == "credited" else {
                throw BenchError("a purchase was answered \(reply)")
            }
        }
    }
}
