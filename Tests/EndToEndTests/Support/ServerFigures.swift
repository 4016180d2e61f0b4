import TestSupport

extension Shop {
    /// A figure of `/metrics` without labels. Asking is a request and has its connection, the shop's own.
    func figure(_ name: String) throws -> Int {
        let metrics = try get("/metrics").text
        let line = metrics.split(separator: "\n").first { $0.hasPrefix("\(name) ") }
        guard let value = line?.split(separator: " ").last.flatMap({ Int($0) }) else {
            throw Unexpected(name, metrics)
        }
        return value
    }

    /// Returns once no connection is open but the shop's own. Nothing else tells that the server has closed one.
    func waitUntilAllHaveGone() throws {
        let deadline = ContinuousClock.now + .seconds(60)
        while ContinuousClock.now < deadline {
            if try figure("grapevine_http_connections_open") == 1 { return }
        }
        throw Unexpected("no connections", "\(try figure("grapevine_http_connections_open")) after a minute")
    }
}
