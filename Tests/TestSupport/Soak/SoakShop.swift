import Foundation

/// The shop of a soak: one database over all lives of the server, an active program and some referrers.
struct SoakShop {
    let key: String
    private(set) var port = 0
    /// Of the referrers; each is also the slug of its link.
    private(set) var codes: [String] = []
    private let folder: TemporaryFolder
    private let database: String
    private var server: GrapevineServer?

    init() throws {
        folder = try TemporaryFolder()
        database = folder.path("grapevine.db")
        let made = try GrapevineCommand.run(["key", "create", "--scope", "admin", "--database", database])
        guard made.ending == .exit(0) else { throw OutputError(expected: "a key", output: made.errors) }
        key = made.output.trimmingCharacters(in: .whitespacesAndNewlines)
        try start()
        try setUp()
    }

    private mutating func setUp() throws {
        let client = try HTTPClient(port: port)
        func post(_ path: String, _ body: JSONValue? = nil) throws -> JSONValue {
            let reply = try client.call("POST", path, fields: fields, body: body?.text ?? [])
            guard reply.status < 300 else { throw OutputError(expected: path, output: "\(reply)") }
            return reply.json
        }
        let reward: JSONValue = [
            "name": "thanks", "trigger": "purchase", "beneficiary": "referrer", "kind": "cash",
            "value": ["percent_bp": 500], "hold_days": 14,
        ]
        let program: JSONValue = [
            "slug": "soak", "name": "Soak", "destination_url": "https://shop.example/welcome", "currency": "INR",
            "rewards": [reward],
        ]
        _ = try post("/v1/programs", program)
        _ = try post("/v1/programs/soak/activate")
        for number in 0..<4 {
            codes.append(try post("/v1/referrers", ["customer_id": "referrer-\(number)"])["code"].string)
        }
    }

    var fields: [String: String] {
        ["Authorization": "Bearer \(key)", "Content-Type": "application/json"]
    }

    mutating func start() throws {
        let server = try GrapevineServer(database: database)
        self.server = server
        port = server.port
    }

    /// Starts a server without waiting for it.
    func beginStart() throws -> RunningCommand {
        try GrapevineCommand.start(["serve", "--listen", "127.0.0.1:0", "--database", database])
    }

    mutating func kill() throws {
        try server?.kill()
        server = nil
    }

    mutating func stop() throws {
        try server?.terminate()
        server = nil
    }

    /// What `grapevine check` has to say; nil where all is well.
    func fault() throws -> String? {
        let check = try GrapevineCommand.run(["check", "--database", database])
        return check.ending == .exit(0) ? nil : check.output + check.errors
    }
}
