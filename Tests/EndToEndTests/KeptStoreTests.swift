import Foundation
import Store
import TestSupport
import Testing

/// Databases as earlier schemas left them, each with what the API said of it then. `Kept/schema-N.kept` was made by the
/// binary whose newest migration was N, in `KeepStore`; it never changes again.
@Suite("Upgrades from every schema that shipped")
struct KeptStoreTests {
    static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Kept")

    private static let names: [String] =
        ((try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? [])
        .filter { $0.hasSuffix(".kept") }.map { String($0.dropLast(5)) }.sorted()

    private let folder: TemporaryFolder
    private let database: String

    init() throws {
        folder = try TemporaryFolder()
        database = folder.path("grapevine.db")
    }

    private func copy(_ name: String) throws {
        try Data(contentsOf: Self.folder.appending(path: "\(name).kept")).write(to: URL(filePath: database))
    }

    @Test("there is a kept database")
    func there() {
        #expect(Self.names.contains("schema-7"))
    }

    @Test("a kept database is brought up to date and is sound", arguments: names)
    func sound(name: String) throws {
        try copy(name)
        #expect(try GrapevineCommand.run(["migrate", "--database", database]).ending == .exit(0))
        #expect(try GrapevineCommand.run(["check", "--database", database]).output == "ok\n")
    }

    @Test("what the API said of a kept database it says after the upgrade", arguments: names)
    func same(name: String) throws {
        try copy(name)
        let text = try Data(contentsOf: Self.folder.appending(path: "\(name).json"))
        let kept = try JSONValue(text: Array(text))
        let server = try GrapevineServer(database: database)
        let client = try server.connect()
        let fields = ["Authorization": "Bearer \(kept["key"].string)"]
        #expect(!kept["replies"].members.isEmpty)
        for (path, reply) in kept["replies"].members {
            let now = try client.call("GET", path, fields: fields).expect(200)
            #expect(now.has(reply), "\(path) says \(now), said \(reply)")
        }
    }

    @Test("the log says that a database is brought to a newer schema, and when that is done, once")
    func announced() throws {
        try copy("schema-10")
        let first = try GrapevineServer(database: database)
        let line = try first.command.errors.line(containing: "event=store.migrating")
        #expect(line.contains("from=10 ") && line.contains("level=notice"))
        _ = try first.command.errors.line(containing: "event=store.migrated")
        #expect(try first.terminate() == .exit(0))
        let second = try GrapevineServer(database: database)
        #expect(try second.terminate() == .exit(0))
        #expect(!second.command.errors.all.contains("store.migrat"))
    }

    @Test("a kept database is restored as a backup", arguments: names)
    func restored(name: String) throws {
        let backup = Self.folder.appending(path: "\(name).kept").path
        let restored = try GrapevineCommand.run(["restore", backup, "--database", database])
        #expect(restored.ending == .exit(0), "\(restored)")
        #expect(try GrapevineCommand.run(["check", "--database", database]).output == "ok\n")
    }

    /// Schema 7 without its last migration.
    private func makeSchema6() throws {
        try copy("schema-7")
        let connection = try Connection(path: database, mode: .readWrite)
        try connection.execute(
            script: """
                DROP TABLE kept_reply; DROP TABLE api_key; DROP TABLE heartbeat;
                DELETE FROM schema_migration WHERE number = 7;
                """)
        connection.close()
    }

    @Test("a backup of an earlier schema is brought up to date as it is restored, and stays as it is")
    func restoredFromEarlier() throws {
        try makeSchema6()
        let place = folder.path("restored.db")
        let restored = try GrapevineCommand.run(["restore", database, "--database", place])
        #expect(restored.errors.contains("brought from schema 6 to"), "\(restored)")
        #expect(try GrapevineCommand.run(["check", "--database", place]).output == "ok\n")
        let status = try GrapevineCommand.run(["migrate", "--status", "--database", database])
        #expect(status.output.contains(/7 +keys +[0-9a-f]{12} +pending/))
    }

    @Test("a database of an earlier schema is no fit for export, which says what to do")
    func exportOfEarlier() throws {
        try makeSchema6()
        let refused = try GrapevineCommand.run(["export", "clicks", "--format", "csv", "--database", database])
        #expect(refused.ending == .exit(1))
        #expect(refused.output.isEmpty)
        #expect(refused.errors.contains("grapevine migrate"))
    }
}

extension JSONValue {
    /// Whether everything of `earlier` is here, with the same values: later schemas may have more members.
    fileprivate func has(_ earlier: JSONValue) -> Bool {
        switch (self, earlier) {
        case (.object(let members), .object(let wanted)):
            wanted.allSatisfy { name, value in members[name].map { $0.has(value) } ?? false }
        case (.array(let elements), .array(let wanted)):
            elements.count == wanted.count && zip(elements, wanted).allSatisfy { $0.has($1) }
        default: self == earlier
        }
    }
}

/// Makes the database to keep for a schema that is about to ship: `GRAPEVINE_KEEP=yes swift test --filter KeepStore`
/// writes `Kept/schema-N.kept` and what the API says of it, unless they are there.
@Suite("Keeping a store", .enabled(if: ProcessInfo.processInfo.environment["GRAPEVINE_KEEP"] != nil))
struct KeepStore {
    @Test("writes a database with a bit of everything, and what the API says of it")
    func keep() throws {
        let rules: JSONValue = [.friendDiscount, .thanks.with(["hold_days": 3650]), points]
        let shop = try Shop.open(.diwali(["binding": "locked"]).with(["rewards": rules]))
        try tellStory(shop)
        let status = try shop.run("migrate", "--status").output.split(separator: "\n")
        let place = KeptStoreTests.folder.appending(path: "schema-\(status.count)")
        var replies: [String: JSONValue] = [:]
        for path in try paths(shop) { replies[path] = try shop.read(path) }
        let kept: JSONValue = ["key": .string(shop.key), "replies": .object(replies)]
        let backup = try shop.run("backup", place.path + ".kept")
        #expect(backup.ending == .exit(0), "\(backup)")
        // Most of its tables need a part of a page only.
        let connection = try Connection(path: place.path + ".kept", mode: .readWrite)
        try connection.execute(script: "PRAGMA page_size = 1024; VACUUM")
        connection.close()
        try Data(kept.text).write(to: URL(filePath: place.path + ".json"))
    }

    /// At once, so that no reward's status changes with the years.
    private let points: JSONValue = [
        "name": "points", "trigger": "purchase", "beneficiary": "referrer", "kind": "points", "value": ["flat": 100],
    ]

    private func tellStory(_ shop: Shop) throws {
        let asha = try shop.enrol("asha", ["name": "Asha", "email": "asha@shop.example", "tags": ["gold"]])
        let bela = try shop.enrol("bela", ["name": "Bela", "code": "BELA"])
        try shop.post("/v1/referrers/\(bela.id)/codes", ["code": "BELA-VIP"]).expect(201)
        let link: JSONValue = [
            "referrer": .string(asha.id), "program": "diwali", "slug": "asha-blog", "channel": "blog",
        ]
        try shop.post("/v1/links", link).expect(201)
        let browser = Browser(shop)
        let token = try browser.follow("asha-blog", fields: ["Referer": "https://blog.example/post"]).token
        try browser.follow("asha-blog")
        try Browser(shop).follow(asha.code)
        try Browser(shop).follow(asha.code, fields: ["User-Agent": "WhatsApp/2.23"])
        try Browser(shop).follow(asha.code, fields: ["User-Agent": "Googlebot/2.1"])
        try Browser(shop).follow("\(bela.code)?ch=email")
        try shop.signup("c-1", .touch(token: token).with(.touch(visitor: browser))).expect(201)
        try shop.purchase("1001", by: "c-1").expect(201)
        try shop.purchase("1002", by: "c-2", ["code": "BELA-VIP", "state": "placed"]).expect(201)
        try shop.purchase("1003", by: "c-3").expect(201)
        try shop.purchase("1004", by: "asha", ["code": .string(asha.code)]).expect(201)
        try shop.report(.refund("1001", "r-1", ["amount": 29_900])).expect(201)
        try shop.report(.orderState("1009", "delivered")).expect(202)
        try tellOfSecondThoughts(shop)
    }

    /// A touch that is reported after the order it came before, and an admin's decision.
    private func tellOfSecondThoughts(_ shop: Shop) throws {
        let browser = Browser(shop)
        try browser.follow("asha-blog")
        try shop.purchase("1005", by: "c-5").expect(201)
        let late = try shop.signup("c-5", .touch(visitor: browser)).expect(201)
        #expect(!late["proposed_adjustments"].list.isEmpty)
        let order = try shop.purchase("1006", by: "c-6", ["code": "BELA-VIP"]).expect(201)
        let reassignment: JSONValue = ["referrer": "customer:asha", "reason": "she asked first"]
        try shop.post("/v1/conversions/\(order["conversion"]["id"].string)/reassign", reassignment).expect(200)
    }

    private func paths(_ shop: Shop) throws -> [String] {
        let conversions = try shop.read("/v1/conversions")["data"].list.map { $0["id"].string }
        let rewards = try shop.read("/v1/rewards")["data"].list.map { $0["id"].string }
        // What a server says of its own address is left out: links, and referrers with theirs.
        return ["/v1/programs/diwali", "/v1/conversions", "/v1/rewards"]
            + ["asha", "bela"].map { "/v1/referrers/customer:\($0)/stats" }
            + ["1001", "1002", "1003", "1004", "1005", "1006"].map { "/v1/orders/\($0)" }
            + conversions.map { "/v1/conversions/\($0)/explanation" } + rewards.map { "/v1/rewards/\($0)" }
    }
}
