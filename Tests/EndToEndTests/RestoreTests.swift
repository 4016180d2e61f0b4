import Foundation
import Store
import TestSupport
import Testing

@Suite("Restoring")
struct RestoreTests {
    private let folder: TemporaryFolder
    private let backup: String
    private let shop: Shop

    /// A shop with a backup that has order 1, and a database that has order 2 as well.
    init() throws {
        folder = try TemporaryFolder()
        backup = folder.path("backup.db")
        shop = try Shop.open()
        let asha = try shop.enrol("asha")
        try shop.purchase("1", by: "c-1", ["code": .string(asha.code)]).expect(201)
        #expect(try shop.run("backup", backup).ending == .exit(0))
        try shop.purchase("2", by: "c-2", ["code": .string(asha.code)]).expect(201)
    }

    /// The orders of a database, by the command that reads it.
    private func orders(in database: String) throws -> [String] {
        let export = try GrapevineCommand.run(["export", "orders", "--format", "csv", "--database", database])
        #expect(export.ending == .exit(0), "\(export)")
        return CSV.rows(export.output).dropFirst().map { $0[0] ?? "" }
    }

    /// Where the message says that the database before is kept.
    private func kept(_ restored: GrapevineCommand.Result) throws -> String {
        #expect(restored.ending == .exit(0), "\(restored)")
        return String(try #require(restored.errors.firstMatch(of: /is kept as (\S+)/)).1)
    }

    private func filesBeside(_ database: String) throws -> [String] {
        let directory = URL(filePath: database).deletingLastPathComponent().path
        return try FileManager.default.contentsOfDirectory(atPath: directory).sorted()
    }

    @Test("puts the backup in place, keeps what was there, and says how to go back")
    func thereAndBack() throws {
        try shop.server.terminate()
        let kept = try kept(shop.run("restore", backup))
        #expect(try orders(in: shop.database) == ["1"])
        #expect(try orders(in: kept) == ["1", "2"])
        #expect(try GrapevineCommand.run(["check", "--database", kept]).output == "ok\n")
        #expect(try shop.run("restore", kept).ending == .exit(0))
        #expect(try orders(in: shop.database) == ["1", "2"])
        try shop.restart()
        try shop.get("/v1/orders/2").expect(200)
        try shop.expectSound()
    }

    @Test("keeps what a killed server left in its log")
    func killed() throws {
        try shop.server.kill()
        #expect(FileManager.default.fileExists(atPath: shop.database + "-wal"))
        let kept = try kept(shop.run("restore", backup))
        #expect(try orders(in: kept) == ["1", "2"])
        #expect(try orders(in: shop.database) == ["1"])
    }

    @Test("is refused while a server has the database, which it does not notice")
    func besideServer() throws {
        let refused = try shop.run("restore", backup)
        #expect(refused.ending == .exit(1))
        #expect(refused.errors.contains("in use"))
        try shop.get("/v1/orders/2").expect(200)
        try shop.expectSound()
    }

    @Test("is refused while another program has the database open")
    func besideReader() throws {
        try shop.server.terminate()
        try ReferralStore.reading(path: shop.database) { reader in
            _ = try reader.order("1")
            let refused = try shop.run("restore", backup)
            #expect(refused.ending == .exit(1))
            #expect(refused.errors.contains("open in another program"))
        }
        #expect(try orders(in: shop.database) == ["1", "2"])
    }

    enum Unusable: CaseIterable {
        case damaged, cut, noDatabase, empty, notThere, otherProgram, newer, unsound
    }

    @Test("of what is no sound backup leaves everything as it was, and says why", arguments: Unusable.allCases)
    func unusable(_ kind: Unusable) throws {
        try shop.server.terminate()
        let words = try spoil(kind)
        let before = try Data(contentsOf: URL(filePath: shop.database))
        let files = try filesBeside(shop.database)
        let refused = try shop.run("restore", backup)
        #expect(refused.ending == .exit(1))
        #expect(refused.errors.contains(words), "\(refused)")
        #expect(try Data(contentsOf: URL(filePath: shop.database)) == before)
        #expect(try filesBeside(shop.database) == files)
    }

    /// - Returns: what the message has to say.
    private func spoil(_ kind: Unusable) throws -> String {
        let url = URL(filePath: backup)
        func change(_ script: String) throws {
            let connection = try Connection(path: backup, mode: .readWrite)
            try connection.execute(script: script)
            connection.close()
        }
        switch kind {
        case .damaged:
            try Damage.overwritePages(of: backup)
            return "damaged"
        case .cut:
            try Data(contentsOf: url).prefix(20_000).write(to: url)
            return "damaged"
        case .noDatabase:
            try Data("not a database at all, and long enough to be read as one".utf8).write(to: url)
            return "damaged"
        case .empty:
            try Data().write(to: url)
            return "no database of grapevine"
        case .notThere:
            try FileManager.default.removeItem(at: url)
            return "there is no backup"
        case .otherProgram:
            try FileManager.default.removeItem(at: url)
            try change("CREATE TABLE song (id INTEGER)")
            return "no database of grapevine"
        case .newer:
            try change("INSERT INTO schema_migration VALUES (99, 'dashboards', '00', 0)")
            return "99"
        case .unsound:
            try change("UPDATE credit SET share_bp = 1")
            return "basis points"
        }
    }

    @Test("works over a database that is damaged, which is kept with its log as both are")
    func overDamaged() throws {
        try shop.server.terminate()
        let (garbage, log) = (Data(repeating: 0xA5, count: 8192), Data(repeating: 0x5A, count: 9000))
        try garbage.write(to: URL(filePath: shop.database))
        try log.write(to: URL(filePath: shop.database + "-wal"))
        let restored = try shop.run("restore", backup)
        #expect(restored.errors.contains("it is damaged"))
        #expect(try orders(in: shop.database) == ["1"])
        let kept = try kept(restored)
        #expect(try Data(contentsOf: URL(filePath: kept)) == garbage)
        #expect(try Data(contentsOf: URL(filePath: kept + "-wal")) == log)
    }

    @Test("makes a database where there was none")
    func intoNothing() throws {
        let place = folder.path("new.db")
        let restored = try GrapevineCommand.run(["restore", backup, "--database", place])
        #expect(restored.ending == .exit(0), "\(restored)")
        #expect(!restored.errors.contains("kept"))
        #expect(try orders(in: place) == ["1"])
    }
}
