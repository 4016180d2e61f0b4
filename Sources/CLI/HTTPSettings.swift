import Server
import Wire

extension GivenSettings {
    /// What the HTTP server is to do, every setting with its default.
    /// - Parameter inherited: sockets that were handed over. With them, the default address is not listened on.
    func http(inherited: [ListenAddress]) throws(Failure) -> HTTPServer.Configuration {
        let mode = try socketMode(.socketMode) ?? ListenAddress.defaultMode
        let given = try addresses(.listen, socketMode: mode)
        let listen = given ?? (inherited.isEmpty ? [ListenAddress(host: "127.0.0.1", port: 8080)] : [])
        var http = HTTPServer.Configuration(listen: listen + inherited)
        http.reactors = try number(.reactors, of: "threads", in: 1...256) ?? http.reactors
        http.trustedProxies = try ranges(.trustedProxy) ?? http.trustedProxies
        http.logsAccess = try choice(.accessLog, of: Switch.self).map { $0 == .on } ?? http.logsAccess
        http.drainSeconds = try number(.drainSeconds, of: "seconds", in: 0...86_400) ?? http.drainSeconds
        http.limits = try limits()
        http.quotas = try quotas()
        http.times = try times()
        return http
    }

    private func limits() throws(Failure) -> Limits {
        var limits = Limits()
        limits.headBytes = try bytes(.maxHeadBytes, in: 1024...(1 << 20)) ?? limits.headBytes
        let line = try bytes(.maxRequestLineBytes, in: 64...(1 << 20))
        if let line, line > limits.headBytes, let given = self[.maxRequestLineBytes] {
            throw .usage("\(given.place): the line is part of the head, so raise \(Setting.maxHeadBytes.flag) as well")
        }
        limits.requestLineBytes = line ?? min(limits.requestLineBytes, limits.headBytes)
        limits.fieldCount = try number(.maxFields, of: "fields", in: 1...10_000) ?? limits.fieldCount
        limits.bodyBytes = try bytes(.maxBodyBytes, in: 1024...(1 << 30)) ?? limits.bodyBytes
        limits.decodedBodyBytes = try bytes(.maxDecodedBytes, in: 1024...(1 << 30)) ?? limits.bodyBytes
        return limits
    }

    private func quotas() throws(Failure) -> HTTPServer.Quotas {
        var quotas = HTTPServer.Quotas()
        let connections = 1...1_000_000
        quotas.connections = try number(.maxConnections, of: "connections", in: connections) ?? quotas.connections
        quotas.connectionsPerAddress = try number(.maxConnectionsPerAddress, of: "connections", in: connections)
        quotas.requestsPerConnection =
            try number(.maxRequestsPerConnection, of: "requests", in: 1...1_000_000_000) ?? quotas.requestsPerConnection
        quotas.pipelinedBytes = try bytes(.maxPipelinedBytes, in: 1024...(1 << 20)) ?? quotas.pipelinedBytes
        quotas.unsentBytes = try bytes(.maxUnsentBytes, in: 1024...(1 << 30)) ?? quotas.unsentBytes
        return quotas
    }

    private func times() throws(Failure) -> HTTPServer.Times {
        var times = HTTPServer.Times()
        let aDay = 1...86_400
        times.headSeconds = try number(.headSeconds, of: "seconds", in: aDay) ?? times.headSeconds
        times.bodySeconds = try number(.bodySeconds, of: "seconds", in: aDay) ?? times.bodySeconds
        times.bodyBytesPerSecond = try bytes(.minBodyRate, in: 0...(1 << 30)) ?? times.bodyBytesPerSecond
        times.idleSeconds = try number(.idleSeconds, of: "seconds", in: aDay) ?? times.idleSeconds
        times.writeSeconds = try number(.writeSeconds, of: "seconds", in: aDay) ?? times.writeSeconds
        return times
    }

    private func bytes(_ setting: Setting, in range: ClosedRange<Int>) throws(Failure) -> Int? {
        try number(setting, of: "bytes", in: range)
    }
}

private enum Switch: String, CaseIterable {
    case on, off
}
