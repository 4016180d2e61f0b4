import Foundation
import TestSupport

extension Scenario {
    static let orders = Scenario(
        name: "orders", summary: "POST /v1/events, each a purchase that is credited and rewarded"
    ) { binary in
        let shop = try Shop(binary, links: referrers)
        for placement in Placement.allCases {
            try measure(binary, shop, placement)
        }
    }
}

private let referrers = 1000
private let connections = 64
private let seconds = 1
private let leastPerSecond = 8000.0

private func measure(_ binary: URL, _ shop: Shop, _ placement: Placement) throws {
    let files = try shop.store()
    let grapevine = try Grapevine(binary, placement, files: files, arguments: Durability.full.arguments)
    let folder = try TemporaryFolder()
    try folder.write(String(decoding: PackageResources.orders_lua, as: UTF8.self), to: "orders.lua")
    let touches = try touches(grapevine, shop)
    try folder.write(touches.map(\.text).joined(separator: "\n"), to: "touches")
    var stored = try tryOut(grapevine, touches)
    var mayBeCut = 0
    var measured = Measured(name: grapevine.name)
    for round in 0..<(try Amount.rounds) {
        let script = WrkScript(
            path: folder.path("orders.lua"), arguments: [files.key, "o\(round)", folder.path("touches")])
        let before = try grapevine.figures.cpuSeconds
        let run = try Wrk.run(
            grapevine.url("/"), connections: connections, seconds: seconds, placement: placement, script: script)
        measured.add(run, cpuSeconds: try grapevine.figures.cpuSeconds - before)
        mayBeCut += connections
    }
    stored += measured.requests
    try grapevine.stop()
    report(measured, placement)
    try reportStored(binary, shop, files, placement, answered: stored, mayBeCut: mayBeCut)
}

/// What a purchase brings of its journey, as JSON members.
private struct Touch {
    let member: String
    let value: String

    var text: String { "\"\(member)\":\"\(value)\"" }
}

/// For each referrer a click token, as the shop's page got it, and a code.
private func touches(_ grapevine: Grapevine, _ shop: Shop) throws -> [Touch] {
    let invitee = try HTTPClient(port: grapevine.port)
    return try shop.slugs.flatMap { slug in
        let answer = try invitee.call("GET", "/r/\(slug)", fields: ClickLoad.browser)
        guard let token = answer[field: "Location"]?.firstMatch(of: /gv_click=([A-Za-z0-9_-]+)/)?.1 else {
            throw BenchError("a click was answered \(answer) without a token")
        }
        return [Touch(member: "click", value: String(token)), Touch(member: "code", value: slug)]
    }
}

/// One purchase of each kind, which must bring its referrer a reward.
/// - Returns: how many that were.
private func tryOut(_ grapevine: Grapevine, _ touches: [Touch]) throws -> Int {
    let tried = Array(touches.prefix(2))
    try Callers(grapevine).call(tried, "POST", expecting: [201]) { touch in
        let body: JSONValue = [
            "type": "purchase", "order_id": "try-\(touch.member)", "state": "paid", "amount": 129900,
            "currency": "INR", "customer": ["id": "try-\(touch.member)"],
        ]
        return ("/v1/events", .object(body.members.merging([touch.member: .string(touch.value)]) { $1 }))
    } answer: { touch, reply in
        guard reply.json["conversion"]["status"] == "credited", reply.json["rewards"].list.count == 1 else {
            throw BenchError("a purchase with a \(touch.member) earned nothing: \(reply)")
        }
    }
    return tried.count
}

private func report(_ measured: Measured, _ placement: Placement) {
    let name = "\(placement.name), \(connections) connections"
    let rates = Spread(measured.perSecond)
    if placement == .pinned {
        Report.limit(
            "\(name): orders/s", rates.text(0), ">= \(leastPerSecond.text(0))", isMet: rates.median >= leastPerSecond)
    } else {
        Report.figure("\(name): orders/s", rates.text(0))
    }
    Report.figure("\(name): CPU µs/order", Spread(measured.cpuMicroseconds).text(1))
    Report.limit("\(name): errors", "\(measured.errors)", "0", isMet: measured.errors == 0)
}

private func reportStored(
    _ binary: URL, _ shop: Shop, _ files: StoreFiles, _ placement: Placement, answered: Int, mayBeCut: Int
) throws {
    let grapevine = try Grapevine(binary, files: files)
    let stored = try shop.sum(grapevine) { $0["purchases"]["credited"].integer ?? 0 }
    try grapevine.stop()
    Report.limit(
        "\(placement.name): orders credited of \(answered) answered", "\(stored)", "at most \(mayBeCut) more",
        isMet: stored >= answered && stored <= answered + mayBeCut)
}
