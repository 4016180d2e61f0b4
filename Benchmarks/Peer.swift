import Foundation
import TestSupport

extension Scenario {
    static let peer = Scenario(
        name: "peer", summary: "GET /r/{slug} beside Hummingbird and GRDB, one commit a click", isLong: true
    ) { binary in
        let shop = try Shop(binary, links: try Amount.links)
        let load = try ClickLoad(shop.slugs)
        let grapevine = try Grapevine(
            binary, .pinned, files: try shop.store(), arguments: Durability.full.arguments)
        let peer = try PeerServer(.pinned, slugs: shop.slugs)
        for server in [grapevine, peer] as [any Contestant] {
            try checkRedirect(server, slug: load.ranked[0])
            _ = try Wrk.run(
                server.url("/"), connections: 64, seconds: 3, placement: .pinned, script: load.script(round: 0))
        }
        let outcome = try Comparison(ours: grapevine, theirs: peer, placement: .pinned, script: load.script)
            .run(connections: 64)
        outcome.report("full, 64 connections", Outcome.Bounds(leastShare: leastShare))
        try peer.stop()
        try grapevine.stop()
    }
}

private let leastShare = 8.0

/// Both do the same work for a click: else their rates say nothing.
private func checkRedirect(_ server: any Contestant, slug: String) throws {
    let answer = try HTTPClient(port: server.port).call("GET", "/r/\(slug)", fields: ClickLoad.browser)
    guard answer.status == 302, answer[field: "Location"]?.contains("?gv_click=") ?? false,
        answer[field: "Set-Cookie"]?.hasPrefix("gv=") ?? false
    else { throw BenchError("\(server.name) answered a click \(answer)") }
}
