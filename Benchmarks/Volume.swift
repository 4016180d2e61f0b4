import Foundation
import TestSupport

extension Scenario {
    static let volume = Scenario(
        name: "volume", summary: "CLICKS clicks over LINKS links: bytes, rates and reads", isLong: true
    ) { binary in
        let clicks = try Amount.read("CLICKS", else: 10_000_000)
        let shop = try Shop(binary, links: try Amount.links)
        let load = try ClickLoad(shop.slugs)
        let files = try shop.store()
        let journeys = try fill(binary, files, load, clicks: clicks)
        for durability in Durability.allCases {
            try compareWithEmpty(binary, files, shop, load, durability)
        }
        try read(binary, files, load, journeys)
    }
}

private let mostBytes = 80
private let wantedBytes = 64
private let leastShare = 0.9
private let mostMilliseconds = 5.0
/// The longest run of wrk while filling.
private let runSeconds = 10

/// Stores so many clicks by real requests, as fast as they go, and prints the rates and what the disk holds of them.
/// - Returns: some who clicked before all of these.
private func fill(_ binary: URL, _ files: StoreFiles, _ load: ClickLoad, clicks: Int) throws -> [ClickJourney] {
    let before = try files.bytes
    // The disk's pace is not in question here, and both cores are free for it.
    let grapevine = try Grapevine(binary, files: files, arguments: Durability.normal.arguments)
    let journeys = try ClickJourney.begin(grapevine, load)
    func stored() throws -> Int { try grapevine.metric("grapevine_clicks_total") }
    var rates: [Double] = []
    var errors = 0
    let start = ContinuousClock.now
    while case let left = clicks - (try stored()), left > 0 {
        let run = try Wrk.run(
            grapevine.url("/"), connections: 512,
            seconds: min(runSeconds, max(1, Int(Double(left) / (rates.last ?? Double(left))))), placement: .free,
            script: load.script(round: rates.count))
        rates.append(run.perSecond)
        errors += run.errors
    }
    let seconds = (ContinuousClock.now - start) / .seconds(1)
    let quietAfter = try grapevine.waitUntilQuiet(seconds: 600)
    let count = try stored()
    try grapevine.stop()
    let bytes = try files.bytes - before
    let part = max(1, rates.count / 10)
    Report.figure("\(count) clicks stored in", "\(seconds.text(0)) s, quiet \(quietAfter) s later")
    Report.figure("requests/s in the first tenth", Spread(Array(rates.prefix(part))).text(0))
    Report.figure("requests/s in the last tenth", Spread(Array(rates.suffix(part))).text(0))
    Report.limit("errors", "\(errors)", "0", isMet: errors == 0)
    Report.limit(
        "bytes a click", (Double(bytes) / Double(count)).text(1), "<= \(mostBytes), aim \(wantedBytes)",
        isMet: bytes <= mostBytes * count)
    return journeys
}

/// Clicks on the filled store beside clicks on one that has had none.
private func compareWithEmpty(
    _ binary: URL, _ files: StoreFiles, _ shop: Shop, _ load: ClickLoad, _ durability: Durability
) throws {
    let filled = try Grapevine(binary, .pinned, name: "filled", files: files, arguments: durability.arguments)
    let empty = try Grapevine(
        binary, .pinned, name: "empty", files: try shop.store(), arguments: durability.arguments)
    for grapevine in [filled, empty] {
        // Each reads the links into memory.
        _ = try Wrk.run(
            grapevine.url("/"), connections: 64, seconds: 3, placement: .pinned, script: load.script(round: 0))
    }
    let outcome = try Comparison(ours: filled, theirs: empty, placement: .pinned, script: load.script)
        .run(connections: 64)
    outcome.report("\(durability.rawValue), 64 connections", Outcome.Bounds(leastShare: leastShare))
    try filled.stop()
    try empty.stop()
}

/// What the shop's admin and its backend wait for.
private func read(_ binary: URL, _ files: StoreFiles, _ load: ClickLoad, _ journeys: [ClickJourney]) throws {
    let grapevine = try Grapevine(binary, files: files)
    _ = try grapevine.waitUntilQuiet(seconds: 600)
    let client = try HTTPClient(port: grapevine.port)
    func statistics(_ slug: String) throws -> Double {
        try milliseconds {
            let reply = try client.call("GET", Shop.statistics(slug), fields: grapevine.authorized)
            guard reply.status == 200 else { throw BenchError("figures were answered \(reply)") }
        }
    }
    let step = max(1, load.ranked.count / 200)
    try report("figures of the most clicked link", (0..<50).map { _ in try statistics(load.ranked[0]) })
    try report(
        "figures of one link in \(step)",
        stride(from: 0, to: load.ranked.count, by: step).map {
            try statistics(load.ranked[$0])
        })
    for journey in journeys { try journey.click(grapevine, load) }
    try report("a purchase with a journey", journeys.map { try $0.purchase(grapevine, client) })
    try grapevine.stop()
}

private func report(_ name: String, _ milliseconds: [Double]) {
    let spread = Spread(milliseconds)
    Report.limit(
        "\(name), p50 and p99", "\(spread.median.text(2)) ms, \(spread.percentile(99).text(2)) ms",
        "<= \(mostMilliseconds.text(0)) ms", isMet: spread.percentile(99) <= mostMilliseconds)
}

extension Grapevine {
    /// Waits until it has done what it does by itself in the background: for a second it takes next to no time.
    /// - Returns: the seconds that took.
    fileprivate func waitUntilQuiet(seconds: Int) throws -> Int {
        for waited in 0..<seconds {
            let before = try figures.cpuSeconds
            sleep(1)
            if try figures.cpuSeconds - before <= 0.02 { return waited }
        }
        throw BenchError("the server was still busy \(seconds) s after its last request")
    }
}
