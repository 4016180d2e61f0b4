import Foundation
import Store
import TestSupport
import Testing

@Suite("Backups")
struct BackupTests {
    private let folder: TemporaryFolder
    private let backup: String

    init() throws {
        folder = try TemporaryFolder()
        backup = folder.path("backup.db")
    }

    private func exists(_ path: String) -> Bool { FileManager.default.fileExists(atPath: path) }

    @Test("of a server under load have whatever was acknowledged before, and are sound where they are restored")
    func underLoad() throws {
        let shop = try Shop.open()
        let asha = try shop.enrol("asha")
        let load = try Load(shop, code: asha.code)
        try load.wait(forOrders: 40)
        let before = load.acknowledged
        let result = try shop.run("backup", backup)
        #expect(result.ending == .exit(0), "\(result)")
        // The server was not held up for good.
        try load.wait(forOrders: 10, after: load.acknowledged.orders.count)
        #expect(load.stop() == [])

        let place = folder.path("elsewhere.db")
        let restored = try GrapevineCommand.run(["restore", backup, "--database", place])
        #expect(restored.ending == .exit(0), "\(restored)")
        let check = try GrapevineCommand.run(["check", "--database", place])
        #expect(check.output == "ok\n", "\(check)")
        let server = try GrapevineServer(database: place)
        let client = try server.connect()
        for order in before.orders {
            #expect(try client.call("GET", "/v1/orders/\(order)", fields: shop.keyed()).status == 200)
        }
        let stats = try client.call("GET", "/v1/referrers/customer:asha/stats", fields: shop.keyed()).expect(200)
        let clicks = ["human", "duplicate"].reduce(Int64(0)) { $0 + (stats["clicks"][$1].integer ?? 0) }
        #expect(clicks >= Int64(before.clicks))
    }

    @Test("are one file that only its owner may read, with nothing beside it")
    func oneFile() throws {
        let shop = try Shop.open()
        #expect(try shop.run("backup", backup).ending == .exit(0))
        let attributes = try FileManager.default.attributesOfItem(atPath: backup)
        #expect((attributes[.posixPermissions] as? NSNumber)?.intValue == 0o600)
        #expect(try GrapevineCommand.run(["check", "--database", backup]).output == "ok\n")
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path(".")) == ["backup.db"])
    }

    @Test("are made without a server, of what a killed one left in its log, too")
    func afterKill() throws {
        let shop = try Shop.open()
        try shop.enrol("asha")
        try shop.server.kill()
        #expect(try shop.run("backup", backup).ending == .exit(0))
        let referrers = try GrapevineCommand.run(["export", "referrers", "--format", "csv", "--database", backup])
        #expect(referrers.output.contains("asha"))
    }

    @Test("replace no file, unless they are told to")
    func existing() throws {
        let shop = try Shop.open()
        try folder.write("precious", to: "backup.db")
        let refused = try shop.run("backup", backup)
        #expect(refused.ending == .exit(1))
        #expect(refused.errors.contains(backup) && refused.errors.contains("--force"))
        #expect(try String(contentsOfFile: backup, encoding: .utf8) == "precious")
        #expect(try shop.run("backup", backup, "--force").ending == .exit(0))
        #expect(try GrapevineCommand.run(["check", "--database", backup]).output == "ok\n")
    }

    @Test("never take the place of the database itself")
    func itself() throws {
        let shop = try Shop.open()
        let refused = try shop.run("backup", shop.database, "--force")
        #expect(refused.ending == .exit(1))
        #expect(refused.errors.contains("the database itself"))
        try shop.expectSound()
    }

    @Test("are refused beside a log that would be taken for theirs")
    func leftover() throws {
        try folder.write("a log", to: "backup.db-wal")
        let refused = try Shop.open().run("backup", backup, "--force")
        #expect(refused.ending == .exit(1))
        #expect(refused.errors.contains("backup.db-wal"))
        #expect(!exists(backup))
    }

    @Test("of a damaged database fail, say what is wrong, and leave nothing")
    func damaged() throws {
        let shop = try Shop.open()
        for number in 0..<50 { try shop.enrol("customer-\(number)") }
        try shop.server.terminate()
        try Damage.overwritePages(of: shop.database)
        let result = try shop.run("backup", backup)
        #expect(result.ending == .exit(1))
        #expect(result.errors.contains("damaged"))
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path(".")) == [])
    }

    @Test("into a folder that is not there fail and name it")
    func noFolder() throws {
        let result = try Shop.open().run("backup", folder.path("none/backup.db"))
        #expect(result.ending == .exit(1))
        #expect(result.errors.contains("none/backup.db"))
    }
}

/// What a failing disk does to a database.
enum Damage {
    /// Writes nonsense over every page but the first.
    static func overwritePages(of path: String) throws {
        let url = URL(filePath: path)
        var content = try Data(contentsOf: url)
        for index in 4096..<content.count { content[index] = 0xA5 }
        try content.write(to: url)
    }
}
