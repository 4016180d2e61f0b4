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
    /// nil: for good.
    let keepClicksDays: Int?
    let durability: Durability
    let readers: Int
    let http: HTTPServer.Configuration
    let logLevel: Logger.Level

    /// - Parameter inherited: sockets that were handed over.
    init(_ given: GivenSettings, inherited: [ListenAddress] = []) throws(Failure) {
        database = try given.path(.database) ?? StoreOptions.defaultDatabase
        secretFile = try given.path(.secretFile) ?? "\(database).secret"
        publicURL = try given.text(
            .publicURL, "give the address alone, such as https://r.shop.example", where: Self.isOrigin)
        cookieDomain = try given.text(.cookieDomain, "give a domain, such as shop.example", where: Self.isDomain)
        clickWaitMilliseconds = try given.number(.clickWait, of: "milliseconds", in: 0...60_000) ?? 250
        keepClicksDays = try given.number(.keepClicks, of: "days", in: 1...36_500)
        durability = try given.choice(.durability, of: Durability.self) ?? .full
        readers = try given.number(.readers, of: "connections", in: 1...64) ?? 4
        http = try given.http(inherited: inherited)
        logLevel = try given.choice(.logLevel, of: Logger.Level.self) ?? .info
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
