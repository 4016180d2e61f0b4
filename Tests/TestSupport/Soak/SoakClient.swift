/// One thread of the load: it sends and notes until the server is gone.
///
/// `@unchecked Sendable`: one thread has it, and nobody else.
final class SoakClient: @unchecked Sendable {
    private static let person = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
    private static let bot = "curl/8.5.0"

    private let shop: SoakShop
    private let journal: SoakJournal
    private var seed: Seed
    /// The last order of this client that was answered: what refunds and states are about.
    private var lastOrder: String?
    private var count = 0

    init(_ shop: SoakShop, _ journal: SoakJournal, _ seed: Seed) {
        self.shop = shop
        self.journal = journal
        self.seed = seed
    }

    /// Follows links as people and bots do, each person a new one.
    func click() {
        guard let client = try? HTTPClient(port: shop.port) else { return }
        while true {
            let isBot = seed.chance(20)
            let kind = isBot ? \SoakJournal.Entries.bots : \.people
            journal.note { $0[keyPath: kind].sent += 1 }
            let fields = ["User-Agent": isBot ? Self.bot : Self.person]
            guard let reply = try? client.call("GET", "/r/\(seed.pick(shop.codes))", fields: fields) else { return }
            let token = reply.token
            journal.noteAnswer { entries in
                entries[keyPath: kind].answered += 1
                if let token { entries.tokens.append(token) }
                if reply.status != 302 || (token == nil) != isBot { entries.faults.append("a click got \(reply)") }
            }
        }
    }

    /// Reports orders, and refunds and states of those that were answered.
    func report() {
        guard let client = try? HTTPClient(port: shop.port) else { return }
        while true {
            let body = nextEvent()
            var place = 0
            journal.note { entries in
                place = entries.events.count
                entries.events.append(SoakJournal.Event(body: body))
            }
            let reply = try? client.call("POST", "/v1/events", fields: shop.fields, body: body.text)
            guard let reply else { return }
            if body["type"] == "purchase" { lastOrder = body["order_id"].string }
            journal.noteAnswer { entries in
                entries.events[place].reply = reply.json
                if reply.status != 201 { entries.faults.append("\(body) got \(reply)") }
            }
        }
    }

    private func nextEvent() -> JSONValue {
        count += 1
        let id = "\(seed.number)-\(count)"
        guard let order = lastOrder, seed.chance(35) else {
            return [
                "type": "purchase", "order_id": .string("order-\(id)"), "state": "paid", "amount": 129_900,
                "currency": "INR", "customer": ["id": .string("customer-\(id)")],
                "code": .string(seed.pick(shop.codes)), "click": journal.all.tokens.last.map { .string($0) } ?? .null,
            ]
        }
        if seed.chance(50) {
            lastOrder = nil
            return ["type": "order_state", "order_id": .string(order), "state": "delivered"]
        }
        return [
            "type": "refund", "order_id": .string(order), "refund_id": .string("refund-\(id)"), "amount": 1000,
        ]
    }
}

extension HTTPReply {
    /// The click token of a redirect; nil where it carries none.
    var token: String? {
        guard let location = self[field: "Location"], let name = location.range(of: "gv_click=") else { return nil }
        return String(location[name.upperBound...].prefix { $0 != "&" && $0 != "#" })
    }
}
