import Foundation
import TestSupport

extension Scenario {
    static let healthz = Scenario(name: "healthz", summary: "GET /healthz beside nginx's return 200") { binary in
        for placement in Placement.allCases {
            try compare(binary, placement)
        }
    }
}

private func compare(_ binary: URL, _ placement: Placement) throws {
    let grapevine = try Grapevine(binary, placement)
    let answer = try HTTPClient(port: grapevine.port).call("GET", "/healthz")
    let nginx = try Nginx(placement, .giving(answer))
    Report.line(
        "  \(placement.name): \(placement.threads) each of reactors, nginx's workers and wrk's threads; "
            + "an answer of \(answer.octets) bytes beside nginx's \(try nginx.answer("/healthz").octets)")
    let comparison = Comparison(ours: grapevine, theirs: nginx, placement: placement, path: "/healthz")
    // They are to hold on one core, where neither has threads to spare.
    let bounds = placement == .pinned ? Outcome.Bounds(leastShare: 1, mostCPU: 1) : nil
    for connections in [64, 512] {
        let outcome = try comparison.run(connections: connections)
        outcome.report("\(placement.name), \(connections) connections", bounds)
    }
    try nginx.stop()
    try grapevine.stop()
}

extension HTTPReply {
    /// How many of them an answer is on the wire.
    var octets: Int {
        let fields = fields.map { $0.name.utf8.count + $0.value.utf8.count + 4 }.reduce(0, +)
        return "HTTP/1.1 200 OK\r\n\r\n".utf8.count + fields + body.count
    }
}
