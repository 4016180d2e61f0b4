import TestSupport
import Testing

@Suite("At once: what many connections send together is decided one by one")
struct ParallelTests {
    let shop: Shop
    let asha: Shop.Referrer

    init() throws {
        shop = try Shop.open()
        asha = try shop.enrol("asha")
    }

    /// Sends each event on a connection of its own before any answer is read.
    private func report(_ events: [(path: String, body: JSONValue)]) throws -> [HTTPReply] {
        let fields = ["Authorization": "Bearer \(shop.key)", "Content-Type": "application/json"]
        let clients = try events.map { _ in try shop.server.connect() }
        for (client, event) in zip(clients, events) {
            try client.send("POST", event.path, fields: fields, body: event.body.text)
        }
        return try clients.map { try $0.receive() }
    }

    private func order(_ id: String, _ more: JSONValue = [:]) -> JSONValue {
        .purchase(id, by: "customer-of-\(id)", more.with(["code": .string(asha.code)]))
    }

    @Test("the same order sent fifty times makes one conversion and one set of rewards")
    func sameOrder() throws {
        let replies = try report(Array(repeating: ("/v1/events", order("1001")), count: 50))
        #expect(replies.filter { $0.status == 201 }.count == 1)
        #expect(replies.filter { $0.status == 200 }.count == 49)
        #expect(Set(replies.map(\.json.withoutReplayed)).count == 1)
        #expect(replies.allSatisfy { ($0.json["event"]["replayed"] == true) == ($0.status == 200) })
        #expect(try shop.read("/v1/conversions")["data"].list.count == 1)
        #expect(try shop.read("/v1/rewards")["data"].list.count == 1)
        try shop.expectSound()
    }

    @Test("different orders are all recorded")
    func differentOrders() throws {
        let replies = try report((0..<50).map { ("/v1/events", order("order-\($0)")) })
        #expect(replies.allSatisfy { $0.expect(201)["conversion"].credited == [asha.id] })
        #expect(try shop.read("/v1/conversions?limit=200")["data"].list.count == 50)
        try shop.expectSound()
    }

    @Test("orders, trials of them, conflicts and faults do not disturb each other")
    func mixed() throws {
        try shop.report(order("known")).expect(201)
        let events: [(path: String, body: JSONValue)] = (0..<15).flatMap { number in
            [
                ("/v1/events?dry_run=true", order("order-\(number)", ["amount": 1000])),
                ("/v1/events", order("order-\(number)")),
                ("/v1/events", order("known", ["amount": .integer(Int64(number))])),
                ("/v1/events", .refund("known", "refund-\(number)", ["amount": 999_999])),
            ]
        }
        let statuses = try report(events).map(\.status)
        for (place, status) in statuses.enumerated() {
            switch place % 4 {
            // Tried after the order itself, it is the same id with another body.
            case 0: #expect([201, 409].contains(status))
            case 1: #expect(status == 201)
            case 2: #expect(status == 409)
            default: #expect(status == 422)
            }
        }
        let conversions = try shop.read("/v1/conversions?limit=200")["data"].list
        #expect(conversions.count == 16)
        #expect(conversions.allSatisfy { $0.credited == [asha.id] })
        #expect(try shop.read("/v1/orders/known")["amount"] == 129_900)
        #expect(try shop.read("/v1/rewards?limit=200")["data"].list.allSatisfy { $0["amount"] == 6495 })
        try shop.expectSound()
    }

    @Test("first clicks on one link are all stored, each with a token of its own")
    func clicks() throws {
        let clients = try (0..<50).map { _ in try shop.server.connect() }
        for client in clients {
            try client.send("GET", "/r/\(asha.code)", fields: ["User-Agent": Browser.userAgent])
        }
        let redirects = try clients.map { Redirect(try $0.receive()) }
        #expect(redirects.allSatisfy { $0.status == 302 })
        #expect(Set(redirects.compactMap(\.token)).count == 50)
        #expect(Set(redirects.compactMap(\.cookie)).count == 50)
        #expect(try shop.read("/v1/referrers/\(asha.id)/stats")["clicks"]["human"] == 50)
        try shop.expectSound()
    }
}
