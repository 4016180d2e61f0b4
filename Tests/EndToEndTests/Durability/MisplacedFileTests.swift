import Foundation
import TestSupport
import Testing

@Suite("Files that are moved, deleted or replaced under the server", .enabled(if: FaultShim.isBuilt))
struct MisplacedFileTests {
    let ground: ShopOnFaultyDisk
    var shop: Shop { ground.shop }
    private let files = FileManager.default

    init() throws {
        ground = try ShopOnFaultyDisk()
        try ground.shop.report(ground.order("before")).expect(201)
    }

    @Test("a log that was deleted is made anew, and what was in it is in the database", arguments: ["-wal", "-shm"])
    func deletedLog(suffix: String) throws {
        try files.removeItem(atPath: shop.database + suffix)
        try shop.waitUntilReady()
        try shop.report(ground.order("after")).expect(201)
        #expect(files.fileExists(atPath: shop.database + suffix))
        try shop.crash()
        for id in ["before", "after"] { try shop.expectOrder(id) }
        try shop.expectSound()
    }

    @Test("of a database that was deleted, all that was acknowledged can be copied back from the running server")
    func deletedDatabase() throws {
        let folder = "/proc/\(shop.server.command.identifier)/fd"
        try files.removeItem(atPath: shop.database)
        try files.removeItem(atPath: shop.database + "-wal")
        try shop.expectUnavailable(code: ground.code, order: ground.order("during"))
        let line = try shop.server.command.errors.line(containing: "event=store.failing")
        #expect(line.contains(folder))
        for suffix in ["", "-wal"] {
            let name = "\(shop.database)\(suffix) (deleted)"
            let links = try files.contentsOfDirectory(atPath: folder).map { "\(folder)/\($0)" }
            let link = links.first { (try? files.destinationOfSymbolicLink(atPath: $0)) == name }
            let bytes = try Data(contentsOf: URL(filePath: try #require(link)))
            try bytes.write(to: URL(filePath: shop.database + suffix))
        }
        // It may be another database: the server takes it only when it is started.
        try shop.report(ground.order("during")).expect(503)
        try shop.restart()
        try shop.expectOrder("before")
        try shop.report(ground.order("during")).expect(201)
        try shop.expectSound()
    }

    @Test("another file in its place is not written, and its log not removed at the end")
    func replaced() throws {
        let other = try Shop.open()
        try other.enrol("other")
        try other.server.kill()
        for suffix in ["", "-wal"] {
            try files.moveItem(atPath: shop.database + suffix, toPath: shop.database + ".moved" + suffix)
            try files.copyItem(atPath: other.database + suffix, toPath: shop.database + suffix)
        }
        try shop.expectUnavailable(code: ground.code, order: ground.order("during"))
        #expect(try shop.server.terminate() == .exit(0))
        for suffix in ["", "-wal"] {
            #expect(files.contentsEqual(atPath: shop.database + suffix, andPath: other.database + suffix))
        }
        for suffix in ["", "-wal"] {
            try files.removeItem(atPath: shop.database + suffix)
            try files.moveItem(atPath: shop.database + ".moved" + suffix, toPath: shop.database + suffix)
        }
        try shop.crash()
        try shop.expectOrder("before")
        try shop.expectSound()
    }
}
