import Foundation
import TestSupport

/// A Lua file that says what wrk sends.
struct WrkScript {
    let path: String
    let arguments: [String]
}

/// What one run of wrk came to.
struct Wrk {
    let requests: Int
    let perSecond: Double
    /// Connections that failed and answers other than 2xx and 3xx.
    let errors: Int

    /// Asks for one URL over and over, or for what a script says.
    static func run(
        _ url: String, connections: Int, seconds: Int, placement: Placement, script: WrkScript? = nil
    ) throws -> Wrk {
        var words = ["wrk", "-t\(placement.threads)", "-c\(connections)", "-d\(seconds)s"]
        if let script { words += ["-s", script.path] }
        words.append(url)
        if let script { words += ["--"] + script.arguments }
        return try Wrk(output: SystemProgram.run(placement.client + words))
    }

    /// - Parameter output: with lines such as `  100937 requests in 2.00s, 17.33MB read`, `Requests/sec:  50375.43` and,
    ///   after failures, `  Socket errors: connect 0, read 3, write 0, timeout 0` and `  Non-2xx or 3xx responses: 7`.
    init(output: String) throws {
        guard
            let requests = output.firstMatch(of: /([0-9]+) requests in/).flatMap({ Int($0.1) }),
            let perSecond = output.firstMatch(of: /Requests\/sec: +([0-9.]+)/).flatMap({ Double($0.1) })
        else { throw BenchError("wrk printed no figures: \(output)") }
        self.requests = requests
        self.perSecond = perSecond
        let sockets = output.firstMatch(of: /connect ([0-9]+), read ([0-9]+), write ([0-9]+), timeout ([0-9]+)/)
        let failed = sockets.map { [$0.1, $0.2, $0.3, $0.4].compactMap { Int($0) }.reduce(0, +) } ?? 0
        let refused = output.firstMatch(of: /Non-2xx or 3xx responses: ([0-9]+)/).flatMap { Int($0.1) } ?? 0
        errors = failed + refused
    }
}
