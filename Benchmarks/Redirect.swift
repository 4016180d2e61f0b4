import Foundation
import TestSupport

extension Scenario {
    static let redirect = Scenario(
        name: "redirect", summary: "GET /r/{slug}, its click stored, beside nginx's return 302"
    ) { binary in
        let shop = try Shop(binary, links: try Amount.links)
        let load = try ClickLoad(shop.slugs)
        for durability in Durability.allCases {
            try compare(binary, shop, load, durability)
        }
    }
}

/// What a stored click is to survive.
enum Durability: String, CaseIterable {
    /// A power cut.
    case full
    /// A crash of the server.
    case normal

    var arguments: [String] { ["--durability", rawValue] }
}

private let connectionCounts = [64, 512]
private let warmUpSeconds = 3
private let pacedSeconds = 10
private let mostMilliseconds = 3.0

extension Durability {
    /// A disk is waited for by each batch of clicks; the more connections wait, the larger a batch.
    fileprivate func bounds(connections: Int) -> Outcome.Bounds {
        switch (self, connections) {
        case (.normal, _): Outcome.Bounds(leastShare: 0.85, aim: 1, mostCPU: 1.5)
        case (.full, ...64): Outcome.Bounds(leastShare: 0.45, aim: 0.8, mostCPU: 1.5)
        case (.full, _): Outcome.Bounds(leastShare: 0.8, aim: 1, mostCPU: 1.5)
        }
    }
}

private func compare(_ binary: URL, _ shop: Shop, _ load: ClickLoad, _ durability: Durability) throws {
    let files = try shop.store()
    let grapevine = try Grapevine(binary, .pinned, files: files, arguments: durability.arguments)
    let answer = try HTTPClient(port: grapevine.port).call("GET", "/r/\(load.ranked[0])", fields: ClickLoad.browser)
    guard answer.status == 302, let location = answer[field: "Location"] else {
        throw BenchError("a click was answered \(answer)")
    }
    let nginx = try Nginx(.pinned, .redirecting(to: location))
    Report.line(
        "  \(durability.rawValue): an answer of \(answer.octets) bytes beside nginx's \(try nginx.answer("/").octets)")
    // The links are read into memory by then.
    let warmUp = try Wrk.run(
        grapevine.url("/"), connections: 64, seconds: warmUpSeconds, placement: .pinned, script: load.script(round: 0))
    var answered = 1 + warmUp.requests
    var mayBeCut = 64
    var topRate = 0.0
    let comparison = Comparison(ours: grapevine, theirs: nginx, placement: .pinned, script: load.script)
    for connections in connectionCounts {
        let outcome = try comparison.run(connections: connections)
        outcome.report(
            "\(durability.rawValue), \(connections) connections", durability.bounds(connections: connections))
        answered += outcome.ours.requests
        mayBeCut += connections * outcome.ours.perSecond.count
        if connections == connectionCounts[0] { topRate = Spread(outcome.ours.perSecond).median }
    }
    try nginx.stop()
    answered += try pace(grapevine, load, durability, perSecond: topRate / 2)
    let unrecorded = try grapevine.metric("grapevine_clicks_unrecorded_total")
    Report.limit("\(durability.rawValue): answers before their commit", "\(unrecorded)", "0", isMet: unrecorded == 0)
    try grapevine.stop()
    try reportStored(binary, shop, files, durability, answered: answered, mayBeCut: mayBeCut)
}

/// - Returns: how many were answered.
private func pace(
    _ grapevine: Grapevine, _ load: ClickLoad, _ durability: Durability, perSecond: Double
) throws -> Int {
    let stolen = try StolenTime()
    let paced = try Pacing.run(
        port: grapevine.port, load.requests, perSecond: perSecond, seconds: pacedSeconds,
        connections: connectionCounts[0], core: Placement.clientCore)
    let name = "\(durability.rawValue), \(perSecond.text(0)) requests/s"
    Report.figure(
        "\(name): p50, p99.9",
        "\(paced.waits.median.text(2)) ms, \(paced.waits.percentile(99.9).text(2)) ms")
    let p99 = paced.waits.percentile(99)
    Report.limit(
        "\(name): p99", "\(p99.text(2)) ms", "<= \(mostMilliseconds.text(0)) ms", isMet: p99 <= mostMilliseconds)
    Report.figure("\(name): time the host took", try stolen.text)
    Report.limit("\(name): errors", "\(paced.errors)", "0", isMet: paced.errors == 0)
    return paced.answers
}

/// Asks a server that has just started how many clicks there are. wrk leaves some requests behind, one a connection at
/// most, which may be stored too.
private func reportStored(
    _ binary: URL, _ shop: Shop, _ files: StoreFiles, _ durability: Durability, answered: Int, mayBeCut: Int
) throws {
    let grapevine = try Grapevine(binary, files: files)
    let stored = try shop.clicks(grapevine)
    try grapevine.stop()
    Report.limit(
        "\(durability.rawValue): clicks stored of \(answered) answered", "\(stored)", "at most \(mayBeCut) more",
        isMet: stored >= answered && stored <= answered + mayBeCut)
}
