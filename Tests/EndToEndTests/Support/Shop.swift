import Foundation
import TestSupport
import Testing

/// A shop with a server of its own, over the built binary: what its admin and its backend do.
final class Shop {
    let database: String
    let key: String
    private(set) var server: GrapevineServer
    let folder: TemporaryFolder
    private let arguments: [String]
    private let environment: [String: String]
    private var connection: HTTPClient?

    /// Who sends a call.
    enum Sender {
        case admin
        case nobody
        case key(String)
    }

    /// A shop with an admin's key and nothing else.
    convenience init(_ arguments: [String] = []) throws {
        try self.init(arguments, in: TemporaryFolder())
    }

    /// The same with its database in a folder that is there already.
    init(_ arguments: [String], in folder: TemporaryFolder, environment: [String: String] = [:]) throws {
        self.arguments = arguments
        self.environment = environment
        self.folder = folder
        database = folder.path("grapevine.db")
        let fresh = try Self.freshDatabase.get()
        try fresh.content.write(to: URL(filePath: database))
        key = fresh.adminKey
        server = try GrapevineServer(database: database, arguments, environment: environment)
    }

    /// What `grapevine key create` makes of no database; made once, since each test has a copy.
    private static let freshDatabase = Result {
        let folder = try TemporaryFolder()
        let key = try makeKey("admin", folder.path("fresh.db"))
        return (content: try Data(contentsOf: URL(filePath: folder.path("fresh.db"))), adminKey: key)
    }

    /// A shop whose first program is active.
    static func open(_ program: JSONValue = .diwali) throws -> Shop {
        let shop = try Shop()
        try shop.activate(program)
        return shop
    }

    func call(
        _ method: String, _ path: String, _ body: JSONValue? = nil, as sender: Sender = .admin,
        fields: [String: String] = [:]
    ) throws -> HTTPReply {
        var all: [String: String] = [:]
        switch sender {
        case .admin: all["Authorization"] = "Bearer \(key)"
        case .key(let key): all["Authorization"] = "Bearer \(key)"
        case .nobody: break
        }
        if body != nil { all["Content-Type"] = "application/json" }
        let isWrite = method == "POST" || method == "PATCH"
        return try send(method, path, all.merging(fields) { $1 }, body: body?.text ?? (isWrite ? [] : nil))
    }

    /// The fields of a call by the admin, and more.
    func keyed(_ fields: [String: String] = [:]) -> [String: String] {
        ["Authorization": "Bearer \(key)", "Content-Type": "application/json"].merging(fields) { $1 }
    }

    /// Sends a request as it stands, over a connection that is kept while the server keeps it.
    func send(
        _ method: String, _ path: String, _ fields: [String: String] = [:], body: [UInt8]? = nil
    ) throws -> HTTPReply {
        let client = try connection ?? server.connect()
        connection = nil
        let reply = try client.call(method, path, fields: fields, body: body)
        if reply[field: "Connection"]?.lowercased() != "close" { connection = client }
        return reply
    }

    func get(_ path: String, as sender: Sender = .admin) throws -> HTTPReply {
        try call("GET", path, as: sender)
    }

    func post(_ path: String, _ body: JSONValue? = nil, as sender: Sender = .admin) throws -> HTTPReply {
        try call("POST", path, body, as: sender)
    }

    func patch(_ path: String, _ body: JSONValue) throws -> HTTPReply {
        try call("PATCH", path, body)
    }

    /// The body of an answer that has to be a 200.
    func read(_ path: String) throws -> JSONValue {
        try get(path).expect(200)
    }
}

extension Shop {
    /// Creates a program and activates it.
    @discardableResult
    func activate(_ program: JSONValue) throws -> JSONValue {
        try post("/v1/programs", program).expect(201)
        return try post("/v1/programs/\(program["slug"].string)/activate").expect(200)
    }

    struct Referrer {
        let id: String
        let code: String
    }

    @discardableResult
    func enrol(_ customer: String, _ more: JSONValue = [:]) throws -> Referrer {
        let body: JSONValue = ["customer_id": .string(customer)]
        let reply = try post("/v1/referrers", body.with(more)).expect(201)
        return Referrer(id: reply["id"].string, code: reply["code"].string)
    }

    func report(_ event: JSONValue) throws -> HTTPReply {
        try post("/v1/events", event)
    }

    func signup(_ customer: String, _ more: JSONValue = [:]) throws -> HTTPReply {
        try report(.signup(customer, more))
    }

    func purchase(_ order: String, by customer: String, _ more: JSONValue = [:]) throws -> HTTPReply {
        try report(.purchase(order, by: customer, more))
    }

    func explanation(of conversion: JSONValue) throws -> JSONValue {
        try read("/v1/conversions/\(conversion["id"].string)/explanation")
    }
}

extension Shop {
    func makeKey(_ scope: String) throws -> String {
        try Self.makeKey(scope, database)
    }

    /// Runs a command on this shop's database, beside the server.
    func run(_ arguments: String...) throws -> GrapevineCommand.Result {
        try GrapevineCommand.run(arguments + ["--database", database])
    }

    /// Ends the server with SIGTERM, if it has not ended yet, and starts it anew.
    func restart() throws {
        connection = nil
        let ending = try server.terminate()
        #expect(ending == .exit(0), "\(server.command.errors.soFar)")
        server = try GrapevineServer(database: database, arguments, environment: environment)
    }

    /// Ends the server with SIGKILL and starts it anew.
    func crash() throws {
        connection = nil
        try server.kill()
        server = try GrapevineServer(database: database, arguments, environment: environment)
    }

    /// Lets `grapevine check` look at everything that is stored.
    func expectSound(sourceLocation: SourceLocation = #_sourceLocation) throws {
        let check = try run("check")
        #expect(check.ending == .exit(0), "\(check)", sourceLocation: sourceLocation)
    }

    private static func makeKey(_ scope: String, _ database: String) throws -> String {
        let made = try GrapevineCommand.run(["key", "create", "--scope", scope, "--database", database])
        guard made.ending == .exit(0) else { throw Unexpected("a key", "\(made)") }
        return made.output.trimmingCharacters(in: .whitespacesAndNewlines)
    }
}

/// What a test cannot go on without.
struct Unexpected: Error, CustomStringConvertible {
    let description: String

    init(_ expected: String, _ found: String) {
        description = "expected \(expected), found \(found)"
    }
}
