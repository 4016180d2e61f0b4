import Foundation
import TestSupport

/// The server of Benchmarks/Peers, with links of its own and an empty table of clicks.
final class PeerServer: Contestant {
    let name = "peer"
    let port: Int
    private let process: RunningCommand
    private let folder: TemporaryFolder

    /// - Throws: `BenchError` where it was not built: it is a package of its own.
    init(_ placement: Placement, slugs: [String]) throws {
        guard let binary = ProcessInfo.processInfo.environment["PEER"],
            FileManager.default.isExecutableFile(atPath: binary)
        else { throw BenchError("the peer is not built, or PEER is not its path: use make bench WHAT=peer") }
        folder = try TemporaryFolder()
        try folder.write(slugs.joined(separator: "\n"), to: "slugs")
        process = try SystemProgram.start(
            placement.server + [binary, folder.path("peer.db"), folder.path("slugs"), "\(placement.threads)"])
        let line = try process.output.line(containing: "listening on")
        guard let port = line.split(separator: " ").last.flatMap({ Int($0) }) else {
            throw BenchError("no port in \(line)")
        }
        self.port = port
    }

    func stop() throws {
        process.send(SIGTERM)
        try process.wait()
    }

    var identifier: Int32 { process.identifier }
}
