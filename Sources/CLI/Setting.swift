/// What can be set, by the name it has everywhere: `click-wait` is the flag `--click-wait`, the environment variable
/// `GRAPEVINE_CLICK_WAIT` and the key `click_wait` of a configuration file.
enum Setting: String, CaseIterable {
    case listen
    case database
    case publicURL = "public-url"
    case secretFile = "secret-file"
    case cookieDomain = "cookie-domain"
    case clickWait = "click-wait"
    case durability
    case reactors
    case readers
    case idleSeconds = "idle-seconds"
    case headSeconds = "head-seconds"
    case bodySeconds = "body-seconds"
    case writeSeconds = "write-seconds"
    case drainSeconds = "drain-seconds"
    case maxConnections = "max-connections"
    case maxBodyBytes = "max-body-bytes"
    case maxHeadBytes = "max-head-bytes"
    case logLevel = "log-level"

    var flag: String { "--\(rawValue)" }
    var variable: String { "GRAPEVINE_\(key.uppercased())" }
    var key: String { String(rawValue.map { $0 == "-" ? "_" : $0 }) }

    init?(key: String) {
        guard let setting = Self.allCases.first(where: { $0.key == key }) else { return nil }
        self = setting
    }
}
