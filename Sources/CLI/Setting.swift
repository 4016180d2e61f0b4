/// What can be set, by the name it has everywhere: `click-wait` is the flag `--click-wait`, the environment variable
/// `GRAPEVINE_CLICK_WAIT` and the key `click_wait` of a configuration file.
enum Setting: String, CaseIterable {
    case listen
    case socketMode = "socket-mode"
    case trustedProxy = "trusted-proxy"
    case database
    case publicURL = "public-url"
    case secretFile = "secret-file"
    case cookieDomain = "cookie-domain"
    case clickWait = "click-wait"
    case keepClicks = "keep-clicks"
    case durability
    case reactors
    case readers
    case maxConnections = "max-connections"
    case maxConnectionsPerAddress = "max-connections-per-address"
    case maxRequestsPerConnection = "max-requests-per-connection"
    case maxRequestLineBytes = "max-request-line-bytes"
    case maxHeadBytes = "max-head-bytes"
    case maxFields = "max-fields"
    case maxBodyBytes = "max-body-bytes"
    case maxDecodedBytes = "max-decoded-bytes"
    case maxPipelinedBytes = "max-pipelined-bytes"
    case maxUnsentBytes = "max-unsent-bytes"
    case headSeconds = "head-seconds"
    case bodySeconds = "body-seconds"
    case minBodyRate = "min-body-rate"
    case idleSeconds = "idle-seconds"
    case writeSeconds = "write-seconds"
    case drainSeconds = "drain-seconds"
    case logLevel = "log-level"
    case accessLog = "access-log"

    var flag: String { "--\(rawValue)" }
    var variable: String { "GRAPEVINE_\(key.uppercased())" }
    var key: String { String(rawValue.map { $0 == "-" ? "_" : $0 }) }

    init?(key: String) {
        guard let setting = Self.allCases.first(where: { $0.key == key }) else { return nil }
        self = setting
    }
}
