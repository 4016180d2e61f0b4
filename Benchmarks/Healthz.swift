import Foundation
import TestSupport

extension Scenario {
    static let healthz = Scenario(name: "healthz", summary: "GET /healthz beside nginx's return 200") { binary in
        for placement in Placement.allCases {
            try compare(binary, placement)
        }
    }
}

/// Many short rounds rather than a few long ones: the machine's own pace drifts, and neighbours in time share it.
private let rounds = 15
private let seconds = 1
/// The least share of nginx's rate, and the most of its processor time a request; they are to hold on one core, where
/// neither has threads to spare.
private let leastShare = 1.0
private let mostCPU = 1.0

private struct Measured {
    var perSecond: [Double] = []
    var cpuMicroseconds: [Double] = []
    var errors = 0

    mutating func add(_ run: Wrk, cpuSeconds: Double) {
        perSecond.append(run.perSecond)
        cpuMicroseconds.append(cpuSeconds * 1_000_000 / Double(run.requests))
        errors += run.errors
    }
}

private func compare(_ binary: URL, _ placement: Placement) throws {
    let grapevine = try Grapevine(binary, placement)
    let answer = try HTTPClient(port: grapevine.port).call("GET", "/healthz")
    let nginx = try Nginx(placement, answer: answer)
    Report.line(
        "  \(placement.name): \(placement.threads) each of reactors, nginx's workers and wrk's threads; "
            + "an answer of \(size(answer)) bytes beside nginx's \(size(try nginx.answer("/healthz")))")
    for connections in [64, 512] {
        var (ours, theirs) = (Measured(), Measured())
        func measure(_ url: String, _ figures: () throws -> ProcessFigures) throws -> (Wrk, Double) {
            let before = try figures().cpuSeconds
            let run = try Wrk.run(url, connections: connections, seconds: seconds, placement: placement)
            return (run, try figures().cpuSeconds - before)
        }
        func measureOurs() throws {
            let (run, cpuSeconds) = try measure(grapevine.url("/healthz")) { try grapevine.figures }
            ours.add(run, cpuSeconds: cpuSeconds)
        }
        func measureTheirs() throws {
            let (run, cpuSeconds) = try measure(nginx.url("/healthz")) { try nginx.figures }
            theirs.add(run, cpuSeconds: cpuSeconds)
        }
        // Whoever comes second inherits the first one's heat: each is first every other time.
        for round in 0..<rounds {
            if round % 2 == 0 {
                try measureOurs()
                try measureTheirs()
            } else {
                try measureTheirs()
                try measureOurs()
            }
        }
        report(ours, theirs, "\(placement.name), \(connections) connections", placement)
    }
    try nginx.stop()
    try grapevine.stop()
}

private func report(_ ours: Measured, _ theirs: Measured, _ name: String, _ placement: Placement) {
    let rates = (Spread(ours.perSecond), Spread(theirs.perSecond))
    let costs = (Spread(ours.cpuMicroseconds), Spread(theirs.cpuMicroseconds))
    Report.figure("\(name): grapevine, requests/s", rates.0.text(0))
    Report.figure("\(name): nginx, requests/s", rates.1.text(0))
    Report.figure("\(name): grapevine, CPU µs/request", costs.0.text(2))
    Report.figure("\(name): nginx, CPU µs/request", costs.1.text(2))
    // Of the rounds' own ratios, since two measurements of one round met the same machine.
    let cost = Spread(zip(ours.cpuMicroseconds, theirs.cpuMicroseconds).map { $0 / $1 }).median
    let share = Spread(zip(ours.perSecond, theirs.perSecond).map { $0 / $1 }).median
    if placement == .pinned {
        Report.limit(
            "\(name): ratio of rates", share.text(2), ">= \(leastShare.text(2))", isMet: share >= leastShare)
        Report.limit("\(name): ratio of CPU", cost.text(2), "<= \(mostCPU.text(2))", isMet: cost <= mostCPU)
    } else {
        Report.figure("\(name): ratio of CPU", cost.text(2))
        Report.figure("\(name): ratio of rates", share.text(2))
    }
    Report.limit("\(name): errors", "\(ours.errors)", "0", isMet: ours.errors == 0)
}

/// The octets of an answer on the wire.
private func size(_ answer: HTTPReply) -> Int {
    let fields = answer.fields.map { $0.name.utf8.count + $0.value.utf8.count + 4 }.reduce(0, +)
    return "HTTP/1.1 200 OK\r\n\r\n".utf8.count + fields + answer.body.count
}
