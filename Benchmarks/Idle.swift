import Foundation
import TestSupport

extension Scenario {
    static let idle = Scenario(name: "idle", summary: "\(held) keep-alive connections with nothing to do") { binary in
        let grapevine = try Grapevine(binary)
        try hold(grapevine)
        try grapevine.stop()
    }
}

private let held = 10_000
private let mostBytes = 6 * 1024
private let mostMilliseconds = 5.0

/// - Returns: once all of them are closed again.
func hold(_ grapevine: Grapevine) throws {
    // What the first requests bring in, such as code and the store's pages, is no connection's doing.
    _ = try Wrk.run(grapevine.url("/healthz"), connections: 16, seconds: 1, placement: .free)
    let before = try grapevine.figures.residentBytes
    var clients: [HTTPClient] = []
    for _ in 0..<held {
        let client = try HTTPClient(port: grapevine.port)
        guard try client.call("GET", "/healthz").status == 200 else { throw BenchError("an answer other than 200") }
        clients.append(client)
    }
    let after = try grapevine.figures.residentBytes
    let bytes = (after - before) / held
    Report.figure("resident before and with them", "\(before.asBytes), \(after.asBytes)")
    Report.limit("of it, a connection", bytes.asBytes, "<= \(mostBytes.asBytes)", isMet: bytes <= mostBytes)
    let new = try Spread((0..<2000).map { _ in try milliseconds { try ask { try HTTPClient(port: grapevine.port) } } })
    report("a request on a new connection", new)
    let kept = try Spread(
        stride(from: 0, to: held, by: held / 2000).map { place in try milliseconds { try ask { clients[place] } } })
    report("a request on one of them", kept)
    let open = try grapevine.openConnections()
    Report.limit("still open", "\(open)", ">= \(held)", isMet: open >= held)
    clients.removeAll()
    try grapevine.reportLeft()
    Report.figure("resident once all are closed", try grapevine.figures.residentBytes.asBytes)
}

private func report(_ name: String, _ spread: Spread) {
    Report.limit(
        "\(name), p50 and p99", "\(spread.median.text(2)) ms, \(spread.percentile(99).text(2)) ms",
        "<= \(mostMilliseconds.text(0)) ms", isMet: spread.percentile(99) <= mostMilliseconds)
}

/// A request, and whatever it takes to get a client.
private func ask(_ client: () throws -> HTTPClient) throws {
    guard try client().call("GET", "/healthz").status == 200 else { throw BenchError("an answer other than 200") }
}
