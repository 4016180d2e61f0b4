import Foundation
import TestSupport

extension Scenario {
    static let endurance = Scenario(
        name: "endurance", summary: "memory after REQUESTS requests and each abuse", isLong: true
    ) { binary in
        let requests = try Amount.read("REQUESTS", else: 10_000_000)
        // Attackers and wrk have the second core to themselves in one part, so the server stays on the first.
        let grapevine = try Grapevine(binary, .pinned, arguments: ["--idle-seconds", "\(idleSeconds)"])
        try endure(grapevine, requests)
        try grapevine.stop()
    }
}

private let idleSeconds: UInt32 = 15
private let mostGrowth = 1.1

private func endure(_ grapevine: Grapevine, _ requests: Int) throws {
    _ = try load(grapevine, requests: 200_000)
    try NeverRead.large(grapevine).warmUp()
    let before = try settled(grapevine)
    let run = try load(grapevine, requests: requests)
    Report.limit("errors of \(run.requests) requests", "\(run.errors)", "0", isMet: run.errors == 0)
    let between = try settled(grapevine)
    try refuse(grapevine)
    try attack(grapevine, rounds: 1)
    try hold(grapevine)
    let after = try settled(grapevine)
    Report.figure("resident after the start", before.asBytes)
    report("after the requests", between, before)
    report("after the abuse", after, before)
}

private func report(_ name: String, _ bytes: Int, _ before: Int) {
    let growth = Double(bytes) / Double(before)
    Report.limit(
        "resident \(name)", "\(bytes.asBytes), ratio \(growth.text(2))", "<= \(mostGrowth.text(2))",
        isMet: growth <= mostGrowth)
}

private func load(_ grapevine: Grapevine, requests: Int) throws -> (requests: Int, errors: Int) {
    var done = (requests: 0, errors: 0)
    while done.requests < requests {
        let run = try Wrk.run(grapevine.url("/healthz"), connections: 64, seconds: 5, placement: .pinned)
        done.requests += run.requests
        done.errors += run.errors
    }
    return done
}

/// - Returns: the resident bytes once everybody has gone and the idle time has passed.
private func settled(_ grapevine: Grapevine) throws -> Int {
    _ = try grapevine.waitForConnections(seconds: 60) { $0 == 0 }
    sleep(idleSeconds)
    return try grapevine.figures.residentBytes
}
