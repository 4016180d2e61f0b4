import Foundation

/// One question to the server, with what it prints.
struct Scenario: Sendable {
    let name: String
    let summary: String
    /// Run only when it is named.
    var isLong = false
    /// Takes the server's binary.
    let run: @Sendable (URL) throws -> Void

    /// In the order in which they run.
    static let all = [
        healthz, redirect, orders, attribution, idle, slowloris, refusals, volume, peer, endurance,
    ]
}
