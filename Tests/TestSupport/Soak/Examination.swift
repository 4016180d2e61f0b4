/// Looks for what was acknowledged, by the public API and `grapevine check` alone.
struct Examination {
    private var tokens: [String] = []
    /// What the API called the clicks of `tokens`.
    private var touchpoints: Set<String> = []
    /// All that have an answer.
    private var events: [SoakJournal.Event] = []
    private var purchases = 0
    private var counts = Counts()

    /// Of all referrers together.
    private struct Counts {
        var people = 0
        var bots = 0
        var purchases = 0
    }

    /// Examines what one life of the server left behind. Events that were cut off are sent again, as a shop does.
    mutating func examine(_ journal: SoakJournal, _ shop: SoakShop, _ tally: inout SoakTally) throws {
        let all = journal.all
        tally.faults += all.faults
        if let fault = try shop.fault() { tally.faults.append(fault) }
        let client = try HTTPClient(port: shop.port)
        try examineCounts(all, try Self.counts(client, shop), &tally)
        for token in all.tokens {
            let touchpoint = try Self.touchpoint(of: token, client, shop)
            note(touchpoint, token, &tally)
        }
        tokens += all.tokens
        tally.clicks = tokens.count
        for event in all.events {
            let answered = try Self.examine(event, client, shop, &tally)
            if answered.reply != nil { events.append(answered) }
            if answered.reply != nil, event.isOrder { purchases += 1 }
        }
        tally.orders = purchases
        tally.steps = events.count - purchases
        counts = try Self.counts(client, shop)
        if counts.purchases != purchases {
            tally.changed.append("\(purchases) orders were acknowledged, \(counts.purchases) are counted")
        }
    }

    /// Examines everything once more, at the end: no later life may have touched what an earlier one left.
    mutating func examineAll(_ shop: SoakShop, _ tally: inout SoakTally) throws {
        let client = try HTTPClient(port: shop.port)
        for event in events { _ = try Self.examine(event, client, shop, &tally) }
        touchpoints = []
        for token in tokens {
            let touchpoint = try Self.touchpoint(of: token, client, shop)
            note(touchpoint, token, &tally)
        }
        if try Self.counts(client, shop).purchases != purchases { tally.changed.append("orders at the end") }
        try examineConversions(client, shop, &tally)
        if let fault = try shop.fault() { tally.faults.append(fault) }
    }

    private mutating func note(_ touchpoint: String?, _ token: String, _ tally: inout SoakTally) {
        guard let touchpoint else { return tally.lost.append("click \(token)") }
        if !touchpoints.insert(touchpoint).inserted { tally.changed.append("\(touchpoint) has two tokens") }
    }

    /// What was cut off may be counted or not; what was answered is, and nothing twice.
    private func examineCounts(
        _ all: SoakJournal.Entries, _ now: Counts, _ tally: inout SoakTally
    ) throws {
        for (name, clicks, counted) in [
            ("people", all.people, now.people - counts.people), ("bots", all.bots, now.bots - counts.bots),
        ] {
            if counted < clicks.answered { tally.lost.append("\(clicks.answered - counted) clicks of \(name)") }
            if counted > clicks.sent { tally.changed.append("\(counted) clicks of \(name) for \(clicks.sent)") }
        }
    }

    /// Each order has one conversion.
    private func examineConversions(_ client: HTTPClient, _ shop: SoakShop, _ tally: inout SoakTally) throws {
        var seen: [String: Int] = [:]
        var cursor: String? = ""
        while let page = cursor {
            let path = "/v1/conversions?limit=200" + (page.isEmpty ? "" : "&cursor=\(page)")
            let list = try client.call("GET", path, fields: shop.fields).json
            for conversion in list["data"].list { seen[conversion["order_id"].string, default: 0] += 1 }
            cursor = list["next_cursor"] == .null ? nil : list["next_cursor"].string
        }
        for event in events where event.isOrder {
            let count = seen[event.body["order_id"].string] ?? 0
            if count == 0 { tally.lost.append("the conversion of \(event.name)") }
            if count > 1 { tally.changed.append("\(event.name) has \(count) conversions") }
        }
    }
}

// MARK: Questions to the server

extension Examination {
    /// Sends an event again: one that was acknowledged gets its first answer.
    /// - Returns: the event with its answer.
    private static func examine(
        _ event: SoakJournal.Event, _ client: HTTPClient, _ shop: SoakShop, _ tally: inout SoakTally
    ) throws -> SoakJournal.Event {
        let reply = try client.call("POST", "/v1/events", fields: shop.fields, body: event.body.text)
        var answered = event
        switch (reply.status, event.reply) {
        case (200, let first?):
            if reply.json.withoutReplayed != first.withoutReplayed { tally.changed.append("\(event.name): \(reply)") }
        case (_, .some): tally.lost.append("\(event.name): \(reply)")
        case (200, nil), (201, nil): answered.reply = reply.json
        case (_, nil): tally.faults.append("\(event.name) got \(reply)")
        }
        return answered
    }

    /// The click behind a token: what a purchase that carried it would be credited to.
    /// - Returns: nil where there is no such click.
    private static func touchpoint(of token: String, _ client: HTTPClient, _ shop: SoakShop) throws -> String? {
        let trial: JSONValue = [
            "type": "purchase", "order_id": "trial", "state": "paid", "amount": 129_900, "currency": "INR",
            "customer": ["id": "trial"], "click": .string(token),
        ]
        let reply = try client.call("POST", "/v1/events?dry_run=true", fields: shop.fields, body: trial.text)
        let touchpoint = reply.json["conversion"]["credits"][0]["touchpoint"].string
        return touchpoint.hasPrefix("clk_") ? touchpoint : nil
    }

    private static func counts(_ client: HTTPClient, _ shop: SoakShop) throws -> Counts {
        var counts = Counts()
        for number in shop.codes.indices {
            let path = "/v1/referrers/customer:referrer-\(number)/stats"
            let reply = try client.call("GET", path, fields: shop.fields)
            guard reply.status == 200 else { throw OutputError(expected: path, output: "\(reply)") }
            let clicks = reply.json["clicks"]
            counts.people += Int(clicks["human"].integer ?? 0) + Int(clicks["duplicate"].integer ?? 0)
            counts.bots += Int(clicks["bot"].integer ?? 0)
            counts.purchases += Int(reply.json["purchases"]["credited"].integer ?? 0)
        }
        return counts
    }
}

extension JSONValue {
    /// The reply to an event without what tells a first answer from a repeated one.
    package var withoutReplayed: JSONValue {
        with(["event": self["event"].without("replayed")])
    }
}
