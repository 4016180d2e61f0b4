import Foundation
import TestSupport

/// The server under test.
final class Grapevine: Contestant {
    let name: String
    let port: Int
    private let process: RunningCommand
    private let files: StoreFiles

    /// - Parameter files: nil: a store of its own that goes with it.
    init(
        _ binary: URL, _ placement: Placement = .free, name: String = "grapevine", files: StoreFiles? = nil,
        arguments: [String] = []
    ) throws {
        self.name = name
        let files = try files ?? StoreFiles(binary)
        self.files = files
        let serve = [
            binary.path, "serve", "--listen", "127.0.0.1:0", "--reactors", "\(placement.threads)",
            "--database", files.database,
        ]
        process = try SystemProgram.start(placement.server + serve + arguments)
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

    var identifier: Int32 { process.identifier }

    /// - Returns: the resident bytes now, from which on the peak counts.
    func forgetPeak() throws -> Int {
        try ProcessFigures.forgetPeak(of: identifier)
        return try figures.residentBytes
    }

    var authorized: [String: String] { ["Authorization": "Bearer \(files.key)"] }

    /// Connections that are open now but for the one that asks.
    func openConnections() throws -> Int {
        try metric("grapevine_http_connections_open") - 1
    }

    /// One of the server's own figures; the sum, where it has several by label.
    func metric(_ name: String) throws -> Int {
        let metrics = try HTTPClient(port: port).call("GET", "/metrics", fields: authorized).text
        let values = metrics.split(separator: "\n")
            .filter { $0.hasPrefix("\(name) ") || $0.hasPrefix("\(name){") }
            .compactMap { $0.split(separator: " ").last.flatMap { Int($0) } }
        guard !values.isEmpty else { throw BenchError("no \(name) among the figures: \(metrics)") }
        return values.reduce(0, +)
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
