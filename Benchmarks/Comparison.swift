import Foundation

/// A server whose rate and whose cost are measured.
protocol Contestant {
    var name: String { get }
    /// Of its process.
    var identifier: Int32 { get }
    /// On 127.0.0.1.
    var port: Int { get }
}

extension Contestant {
    func url(_ path: String) -> String { "http://127.0.0.1:\(port)\(path)" }

    /// Of all its processes.
    var figures: ProcessFigures {
        get throws { try ProcessFigures.read(identifier) }
    }
}

/// Two servers in turn under the same load. Many short rounds rather than a few long ones: the machine's own pace
/// drifts, and neighbours in time share it.
struct Comparison {
    private static let seconds = 1
    private static let microsecondsToFinish: UInt32 = 100_000

    let ours: any Contestant
    let theirs: any Contestant
    let placement: Placement
    /// What wrk asks for where it has no script.
    var path = "/"
    /// What wrk does in each round, the same for both.
    var script: ((_ round: Int) -> WrkScript)?

    func run(connections: Int) throws -> Outcome {
        var outcome = Outcome(ours: Measured(name: ours.name), theirs: Measured(name: theirs.name))
        for contestant in [ours, theirs] { rest(contestant) }
        defer { for contestant in [ours, theirs] { kill(contestant.identifier, SIGCONT) } }
        for round in 0..<(try Amount.rounds) {
            func measure(_ contestant: any Contestant, _ measured: inout Measured) throws {
                kill(contestant.identifier, SIGCONT)
                defer { rest(contestant) }
                let before = try contestant.figures.cpuSeconds
                let run = try Wrk.run(
                    contestant.url(path), connections: connections, seconds: Self.seconds, placement: placement,
                    script: script?(round))
                measured.add(run, cpuSeconds: try contestant.figures.cpuSeconds - before)
            }
            // Whoever comes second inherits the first one's heat: each is first every other time.
            if round % 2 == 0 {
                try measure(ours, &outcome.ours)
                try measure(theirs, &outcome.theirs)
            } else {
                try measure(theirs, &outcome.theirs)
                try measure(ours, &outcome.ours)
            }
        }
        return outcome
    }

    /// Lets a server finish what wrk left behind, and then do nothing until its next turn: what it would do by itself in
    /// the background is its own cost, not the other's.
    private func rest(_ contestant: any Contestant) {
        usleep(Self.microsecondsToFinish)
        kill(contestant.identifier, SIGSTOP)
    }
}

/// One server's rounds.
struct Measured {
    let name: String
    private(set) var perSecond: [Double] = []
    private(set) var cpuMicroseconds: [Double] = []
    private(set) var requests = 0
    private(set) var errors = 0

    init(name: String) {
        self.name = name
    }

    mutating func add(_ run: Wrk, cpuSeconds: Double) {
        perSecond.append(run.perSecond)
        // A server that answers nobody in a whole round costs little; it must not look cheap for that.
        cpuMicroseconds.append(run.requests == 0 ? .infinity : cpuSeconds * 1_000_000 / Double(run.requests))
        requests += run.requests
        errors += run.errors
    }
}

/// What a comparison came to.
struct Outcome {
    /// What is asked of the ratios; nil: they are only printed.
    struct Bounds {
        let leastShare: Double
        /// What we would like.
        var aim: Double?
        var mostCPU: Double?
    }

    fileprivate(set) var ours: Measured
    fileprivate(set) var theirs: Measured

    /// Of the rounds' own ratios, since two measurements of one round met the same machine.
    private var share: Double { Spread(zip(ours.perSecond, theirs.perSecond).map { $0 / $1 }).median }
    private var cost: Double { Spread(zip(ours.cpuMicroseconds, theirs.cpuMicroseconds).map { $0 / $1 }).median }

    func report(_ name: String, _ bounds: Bounds?) {
        for side in [ours, theirs] {
            Report.figure("\(name): \(side.name), requests/s", Spread(side.perSecond).text(0))
        }
        for side in [ours, theirs] {
            Report.figure("\(name): \(side.name), CPU µs/request", Spread(side.cpuMicroseconds).text(2))
        }
        if let bounds {
            let aim = bounds.aim.map { ", aim \($0.text(2))" } ?? ""
            Report.limit(
                "\(name): ratio of rates", share.text(2), ">= \(bounds.leastShare.text(2))\(aim)",
                isMet: share >= bounds.leastShare)
        } else {
            Report.figure("\(name): ratio of rates", share.text(2))
        }
        if let most = bounds?.mostCPU {
            Report.limit("\(name): ratio of CPU", cost.text(2), "<= \(most.text(2))", isMet: cost <= most)
        } else {
            Report.figure("\(name): ratio of CPU", cost.text(2))
        }
        Report.limit("\(name): errors", "\(ours.errors)", "0", isMet: ours.errors == 0)
        if theirs.errors > 0 { Report.figure("\(name): errors of \(theirs.name)", "\(theirs.errors)") }
    }
}
