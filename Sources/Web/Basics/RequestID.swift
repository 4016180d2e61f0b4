/// The name of one request in replies and log lines.
enum RequestID {
    static let maximumLength = 64

    /// The client's own, so that it finds the request again; a random one where there is none, or one that has
    /// something else than 1 to 64 ASCII letters, digits, dots, underscores and hyphens (so none splits a log line).
    /// - Parameter client: the field X-Request-Id.
    static func choose(_ client: String?, using generator: inout some RandomNumberGenerator) -> String {
        if let client, isSane(client) { return client }
        let digits = String(UInt64.random(in: .min ... .max, using: &generator), radix: 16)
        return "req_" + String(repeating: "0", count: 16 - digits.utf8.count) + digits
    }

    static func choose(_ client: String?) -> String {
        var generator = SystemRandomNumberGenerator()
        return choose(client, using: &generator)
    }

    private static func isSane(_ text: String) -> Bool {
        (1...maximumLength).contains(text.utf8.count)
            && text.utf8.allSatisfy { octet in
                switch octet {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "-"):
                    true
                default: false
                }
            }
    }
}
