import Foundation
import TestSupport

extension Scenario {
    static let slowloris = Scenario(
        name: "slowloris", summary: "wrk's rate while slowhttptest holds \(held) connections"
    ) { binary in
        let grapevine = try Grapevine(binary, .pinned)
        try attack(grapevine, rounds: 3)
        try grapevine.stop()
    }
}

private let held = 2000
private let leastShare = 0.8

/// wrk's rate before an attack and under it, and how many connections the attack held when wrk began.
private struct Round {
    let alone: Double
    let attacked: Double
    let open: Int
}

/// Each attack in turn, and what is left of the attackers afterwards.
func attack(_ grapevine: Grapevine, rounds: Int) throws {
    var measured: [SlowAttack: [Round]] = [:]
    var errors = 0
    func measure() throws -> Double {
        let run = try Wrk.run(grapevine.url("/healthz"), connections: 64, seconds: 3, placement: .pinned)
        errors += run.errors
        return run.perSecond
    }
    for _ in 0..<rounds {
        for attack in SlowAttack.allCases {
            let alone = try measure()
            let attacker = try attack.start(grapevine, connections: held)
            _ = try grapevine.waitForConnections(seconds: attack == .body ? 1 : 8) { $0 >= held }
            let open = try grapevine.openConnections()
            measured[attack, default: []].append(Round(alone: alone, attacked: try measure(), open: open))
            attacker.send(SIGTERM)
            try attacker.wait()
            _ = try grapevine.waitForConnections(seconds: 30) { $0 == 0 }
        }
    }
    for attack in SlowAttack.allCases { report(attack, measured[attack] ?? []) }
    Report.limit("wrk's errors meanwhile", "\(errors)", "0", isMet: errors == 0)
    try grapevine.reportLeft()
}

/// Each round's own ratio counts: what else the machine does changes from round to round.
private func report(_ attack: SlowAttack, _ rounds: [Round]) {
    let open = Spread(rounds.map { Double($0.open) })
    if attack == .body {
        // Bodies that nobody may send are refused by their heads.
        Report.figure("\(attack.name), held when wrk began", open.text(0))
    } else {
        Report.limit(
            "\(attack.name), held when wrk began", open.text(0), ">= \(held)", isMet: open.median >= Double(held))
    }
    Report.figure("\(attack.name), requests/s alone", Spread(rounds.map(\.alone)).text(0))
    Report.figure("\(attack.name), requests/s meanwhile", Spread(rounds.map(\.attacked)).text(0))
    let shares = Spread(rounds.map { $0.attacked / $0.alone })
    Report.limit(
        "\(attack.name), ratio", shares.text(2), ">= \(leastShare.text(2))", isMet: shares.median >= leastShare)
}
