import Foundation
import TestSupport

/// The server under test, with a store of its own that goes with it.
final class Grapevine {
    let port: Int
    private let process: RunningCommand
    private let folder: TemporaryFolder
    private let key: String

    init(_ binary: URL, _ placement: Placement = .free, arguments: [String] = []) throws {
        folder = try TemporaryFolder()
        let store = ["--database", folder.path("bench.db")]
        key = try SystemProgram.run([binary.path, "key", "create", "--scope", "admin"] + store)
            .trimmingCharacters(in: .whitespacesAndNewlines)
        let serve = [binary.path, "serve", "--listen", "127.0.0.1:0", "--reactors", "\(placement.threads)"]
        process = try SystemProgram.start(placement.server + serve + store + arguments)
        let line = try process.errors.line(containing: "event=server.listening")
        guard let port = line.firstMatch(of: /address=\S+:([0-9]+)/).flatMap({ Int($0.1) }) else {
            throw BenchError("no address in \(line)")
        }
        self.port = port
    }

    /// Lets it end by itself, so that an end that fails is seen.
    func stop() throws {
        process.send(SIGTERM)
        guard try process.wait() == .exit(0) else { throw BenchError("the server failed: \(process.errors.all)") }
    }

    func url(_ path: String) -> String { "http://127.0.0.1:\(port)\(path)" }

    var figures: ProcessFigures {
        get throws { try ProcessFigures.read(process.identifier) }
    }

    /// - Returns: the resident bytes now, from which on the peak counts.
    func forgetPeak() throws -> Int {
        try ProcessFigures.forgetPeak(of: process.identifier)
        return try figures.residentBytes
    }

    var authorized: [String: String] { ["Authorization": "Bearer \(key)"] }

    /// Connections that are open now but for the one that asks.
    func openConnections() throws -> Int {
        let metrics = try HTTPClient(port: port).call("GET", "/metrics", fields: authorized).text
        let open = metrics.firstMatch(of: /\ngrapevine_http_connections_open ([0-9]+)/).flatMap { Int($0.1) }
        guard let open else { throw BenchError("no connections among the figures: \(metrics)") }
        return open - 1
    }

    /// Waits until as many connections are open as `isWanted` says.
    /// - Returns: whether it came to that.
    func waitForConnections(seconds: Int, _ isWanted: (Int) -> Bool) throws -> Bool {
        let deadline = ContinuousClock.now + .seconds(seconds)
        while ContinuousClock.now < deadline {
            if isWanted(try openConnections()) { return true }
            usleep(50_000)
        }
        return false
    }

    /// Prints how many connections there still are once all clients have gone: none.
    func reportLeft() throws {
        _ = try waitForConnections(seconds: 30) { $0 == 0 }
        let left = try openConnections()
        Report.limit("connections left", "\(left)", "0", isMet: left == 0)
    }
}
