import Glibc
import Logging
import Server
import Store
import Wire

/// How a server is to run: every setting with its default.
struct ServeSettings: Sendable {
    let database: String
    let secretFile: String
    let publicURL: String?
    let cookieDomain: String?
    let clickWaitMilliseconds: Int
    let durability: Durability
    let readers: Int
    let http: HTTPServer.Configuration
    let logLevel: Logger.Level

    init(_ given: GivenSettings) throws(Failure) {
        database = try given.path(.database) ?? StoreOptions.defaultDatabase
        secretFile = try given.path(.secretFile) ?? "\(database).secret"
        publicURL = try given.text(
            .publicURL, "give the address alone, such as https://r.shop.example", where: Self.isOrigin)
        cookieDomain = try given.text(.cookieDomain, "give a domain, such as shop.example", where: Self.isDomain)
        clickWaitMilliseconds = try given.number(.clickWait, of: "milliseconds", in: 0...60_000) ?? 250
        durability = try given.choice(.durability, of: Durability.self) ?? .full
        readers = try given.number(.readers, of: "connections", in: 1...64) ?? 4
        http = try Self.http(given)
        logLevel = try given.choice(.logLevel, of: Logger.Level.self) ?? .info
    }

    private static func http(_ given: GivenSettings) throws(Failure) -> HTTPServer.Configuration {
        let listen = try given.addresses(.listen) ?? [ListenAddress(host: "127.0.0.1", port: 8080)]
        var http = HTTPServer.Configuration(listen: listen)
        let aDay = 1...86_400
        http.reactors = try given.number(.reactors, of: "threads", in: 1...256) ?? http.reactors
        http.times.idleSeconds = try given.number(.idleSeconds, of: "seconds", in: aDay) ?? http.times.idleSeconds
        http.times.headSeconds = try given.number(.headSeconds, of: "seconds", in: aDay) ?? http.times.headSeconds
        http.times.bodySeconds = try given.number(.bodySeconds, of: "seconds", in: aDay) ?? http.times.bodySeconds
        http.times.writeSeconds = try given.number(.writeSeconds, of: "seconds", in: aDay) ?? http.times.writeSeconds
        http.drainSeconds = try given.number(.drainSeconds, of: "seconds", in: 0...86_400) ?? http.drainSeconds
        http.quotas.connections =
            try given.number(.maxConnections, of: "connections", in: 1...1_000_000) ?? http.quotas.connections
        http.limits.bodyBytes =
            try given.number(.maxBodyBytes, of: "bytes", in: 1024...(1 << 30)) ?? http.limits.bodyBytes
        http.limits.headBytes =
            try given.number(.maxHeadBytes, of: "bytes", in: 1024...(1 << 20)) ?? http.limits.headBytes
        http.limits.requestLineBytes = min(http.limits.requestLineBytes, http.limits.headBytes)
        return http
    }

    /// Links are this and a path, so it has no query; it may have a path of its own, where a proxy adds one.
    private static func isOrigin(_ text: String) -> Bool {
        guard let scheme = ["https://", "http://"].first(where: text.hasPrefix) else { return false }
        let rest = text.dropFirst(scheme.count)
        return rest.utf8.allSatisfy { (0x21...0x7E).contains($0) && !"\"<>\\^`{|}?#@".utf8.contains($0) }
            && rest.first.map { $0.isLetter || $0.isNumber || $0 == "[" } == true
    }

    /// - Source: RFC 6265 §4.1.2.3; a leading dot is allowed and means nothing.
    private static func isDomain(_ text: String) -> Bool {
        let name = text.hasPrefix(".") ? text.dropFirst() : text[...]
        let labels = name.split(separator: ".", omittingEmptySubsequences: false)
        return name.utf8.count <= 253
            && labels.allSatisfy { label in
                !label.isEmpty && !label.hasPrefix("-")
                    && label.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") }
            }
    }
}
