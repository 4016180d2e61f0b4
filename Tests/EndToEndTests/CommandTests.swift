import Foundation
import TestSupport
import Testing

@Suite("The command: keys, checks, and clear words")
struct CommandTests {
    @Test("key create prints the key alone")
    func create() throws {
        let shop = try Shop()
        let made = try shop.run("key", "create", "--scope", "write", "--name", "till")
        #expect(made.ending == .exit(0))
        #expect(made.output.hasPrefix("gvk_"))
        #expect(made.output.hasSuffix("\n"))
        #expect(made.output.split(separator: "\n").count == 1)
    }

    @Test("key list shows every key's name and scope, and no secret")
    func list() throws {
        let shop = try Shop()
        let secret = try shop.run("key", "create", "--scope", "write", "--name", "till").output
        let list = try shop.run("key", "list")
        #expect(list.ending == .exit(0))
        let line = try #require(list.output.split(separator: "\n").first { $0.contains("till") })
        #expect(line.contains("key_"))
        #expect(line.contains("write"))
        #expect(!list.output.contains(secret.trimmingCharacters(in: .newlines)))
    }

    @Test("a key that is revoked beside the running server stops within a second")
    func revoke() throws {
        let shop = try Shop()
        let read = try shop.run("key", "create", "--scope", "read", "--name", "till").output
        let key = read.trimmingCharacters(in: .newlines)
        try shop.get("/v1/programs", as: .key(key)).expect(200)
        let line = try #require(try shop.run("key", "list").output.split(separator: "\n").first { $0.contains("till") })
        let id = try #require(line.firstMatch(of: /key_[0-9a-z]{13}/)).output
        #expect(try shop.run("key", "revoke", String(id)).ending == .exit(0))
        try shop.expectRefusal(of: key)
        try shop.get("/v1/programs").expect(200)
    }

    @Test("revoking a key that is not there fails with a message")
    func revokeUnknown() throws {
        let result = try Shop().run("key", "revoke", "key_0000000000000")
        #expect(result.ending == .exit(1))
        #expect(result.errors.contains("key_0000000000000"))
        #expect(result.output.isEmpty)
    }

    @Test("check says that all is well, beside a server and without one")
    func check() throws {
        let shop = try Shop.open()
        try shop.purchase("1001", by: "c-1", ["code": .string(shop.enrol("asha").code)]).expect(201)
        let beside = try shop.run("check")
        #expect(beside.ending == .exit(0))
        #expect((beside.output + beside.errors).lowercased().contains("ok"))
        try shop.server.terminate()
        #expect(try shop.run("check").ending == .exit(0))
    }

    @Test("check fails for a database that is damaged")
    func damaged() throws {
        let folder = try TemporaryFolder()
        try folder.write("this is no database, but long enough to be looked at as if it were one", to: "broken.db")
        let result = try GrapevineCommand.run(["check", "--database", folder.path("broken.db")])
        #expect(result.ending == .exit(1))
        #expect(!(result.output + result.errors).isEmpty)
    }

    @Test("migrate makes the schema that serve needs, and its status says so")
    func migrate() throws {
        let folder = try TemporaryFolder()
        let database = folder.path("new.db")
        #expect(try GrapevineCommand.run(["migrate", "--database", database]).ending == .exit(0))
        let status = try GrapevineCommand.run(["migrate", "--status", "--database", database])
        #expect(status.ending == .exit(0))
        #expect(!status.output.isEmpty)
        let server = try GrapevineServer(database: database)
        #expect(try server.connect().call("GET", "/readyz").status == 200)
    }

    @Test("a second server on the same database refuses to start, with a clear message")
    func secondServer() throws {
        let shop = try Shop()
        let second = try shop.run("serve", "--listen", "127.0.0.1:0")
        #expect(second.ending == .exit(1))
        #expect(second.errors.contains(shop.database))
        #expect(second.errors.contains("in use"))
        #expect(try shop.server.connect().call("GET", "/readyz").status == 200)
    }

    @Test("a server whose port is taken refuses to start, with a clear message")
    func takenPort() throws {
        let shop = try Shop()
        let folder = try TemporaryFolder()
        let second = try GrapevineCommand.run([
            "serve", "--listen", "127.0.0.1:\(shop.server.port)", "--database", folder.path("other.db"),
        ])
        #expect(second.ending == .exit(1))
        #expect(second.errors.contains("\(shop.server.port)"))
        #expect(second.errors.contains("in use"))
    }

    @Test(
        "wrong usage exits with 64 and prints nothing on standard output",
        arguments: [
            ["serve", "--lisen", "x"], ["nonsense"], ["key", "create", "--scope", "god"], ["serve", "--listen", "x:y"],
        ])
    func usage(arguments: [String]) throws {
        let result = try GrapevineCommand.run(arguments)
        #expect(result.ending == .exit(64))
        #expect(result.output.isEmpty)
        #expect(!result.errors.isEmpty)
    }

    @Test("check of a database that is not there fails, and makes none")
    func checkOfNothing() throws {
        let folder = try TemporaryFolder()
        let result = try GrapevineCommand.run(["check", "--database", folder.path("none.db")])
        #expect(result.ending == .exit(1))
        #expect(result.errors.contains("none.db"))
        #expect(!FileManager.default.fileExists(atPath: folder.path("none.db")))
    }

    @Test("a database where no file can be made is named in the message")
    func noFolder() throws {
        let folder = try TemporaryFolder()
        let path = folder.path("no/such/folder/grapevine.db")
        let result = try GrapevineCommand.run(["serve", "--listen", "127.0.0.1:0", "--database", path])
        #expect(result.ending == .exit(1))
        #expect(result.errors.contains(path))
    }
}

@Suite("Settings: command line, environment, file")
struct SettingTests {
    @Test(
        "a flag beats the environment, which beats the file, in JSON or YAML",
        arguments: [("grapevine.json", "{\"database\": \"PATH\"}"), ("grapevine.yaml", "database: PATH\n")])
    func precedence(name: String, text: String) throws {
        let folder = try TemporaryFolder()
        try folder.write(text.replacingOccurrences(of: "PATH", with: folder.path("file.db")), to: name)
        let config = ["key", "create", "--scope", "read", "--config", folder.path(name)]
        func exists(_ name: String) -> Bool { FileManager.default.fileExists(atPath: folder.path(name)) }

        let environment = ["GRAPEVINE_DATABASE": folder.path("environment.db")]
        let flag = ["--database", folder.path("flag.db")]
        #expect(try GrapevineCommand.run(config + flag, environment: environment).ending == .exit(0))
        #expect(exists("flag.db") && !exists("environment.db") && !exists("file.db"))
        #expect(try GrapevineCommand.run(config, environment: environment).ending == .exit(0))
        #expect(exists("environment.db") && !exists("file.db"))
        #expect(try GrapevineCommand.run(config).ending == .exit(0))
        #expect(exists("file.db"))
    }

    @Test("the first start makes the secret file, for its owner alone")
    func secretFile() throws {
        let folder = try TemporaryFolder()
        let path = folder.path("grapevine.secret")
        let server = try GrapevineServer(database: folder.path("grapevine.db"), ["--secret-file", path])
        let attributes = try FileManager.default.attributesOfItem(atPath: path)
        #expect((attributes[.posixPermissions] as? NSNumber)?.intValue == 0o600)
        try server.terminate()
    }

    @Test("a token that was signed with another secret is as good as a forged one")
    func otherSecret() throws {
        let folder = try TemporaryFolder()
        let shop = try Shop.open()
        let asha = try shop.enrol("asha")
        let token = try Browser(shop).follow(asha.code).token
        try shop.server.terminate()
        let other = try GrapevineServer(
            database: shop.database, ["--secret-file", folder.path("other.secret")])
        let fields = ["Authorization": "Bearer \(shop.key)", "Content-Type": "application/json"]
        let order = JSONValue.purchase("1001", by: "c-1", .touch(token: token))
        let reply = try other.connect().call("POST", "/v1/events", fields: fields, body: order.text)
        #expect(reply.expect(201)["conversion"]["reasons"] == ["invalid_click_token"])
    }
}
