import Domain
import Foundation
import Testing

@testable import Store

@Suite("The store")
struct ReferralStoreTests {
    let scratch: Scratch

    init() throws {
        scratch = try Scratch()
    }

    @Test("ids go on rising after reopening, though the clock was set back")
    func idsRiseAfterReopening() throws {
        let store = try scratch.open()
        let before = try store.writer.wait { try $0.insertThing("a") }
        store.close()
        let reopened = try scratch.open(clock: { Timestamp(milliseconds: 1_000_000_000_000) })
        let after = try reopened.writer.wait { try $0.insertThing("b") }
        #expect(before < after)
    }

    @Test("a command may write beside the server")
    func beside() throws {
        let server = try scratch.open()
        let command = try scratch.open { $0.node = 1 }
        try server.writer.wait { _ = try $0.insertThing("server") }
        try command.writer.wait { _ = try $0.insertThing("command") }
        command.close()
        try server.writer.wait { _ = try $0.insertThing("server again") }
        #expect(try server.readers.wait { try $0.thingNames().count } == 3)
    }

    @Test("a second server is refused at once, told which process holds the store")
    func secondServer() throws {
        let held = try StoreLock(database: scratch.path)
        let error = #expect(throws: StoreError.self) { try StoreLock(database: scratch.path) }
        let process = ProcessInfo.processInfo.processIdentifier
        #expect(error == .locked("\(scratch.path) is in use by another server, process \(process)"))
        held.release()
        _ = try StoreLock(database: scratch.path)
    }

    @Test("refuses a second server under another name of the same file")
    func lockBehindLink() throws {
        let scratch = try Scratch()
        _ = try scratch.connect()
        let held = try StoreLock(database: scratch.path)
        defer { held.release() }
        try FileManager.default.createSymbolicLink(
            atPath: scratch.path + ".link", withDestinationPath: scratch.path)
        #expect(throws: StoreError.self) { try StoreLock(database: scratch.path + ".link") }
    }

    @Test("closing leaves one file, its log carried over")
    func closing() throws {
        let store = try scratch.open()
        try store.writer.wait { _ = try $0.insertThing("a") }
        store.close()
        #expect(!FileManager.default.fileExists(atPath: scratch.path + "-wal"))
    }

    @Test("under steady writing the log starts anew, long before all is written")
    func logStartsAnew() throws {
        let store = try scratch.open()
        var pages = 0
        for number in 0..<2000 {
            let pagesNow = try store.writer.wait { transaction in
                let id = try transaction.insertThing("\(number)")
                try transaction.run("UPDATE thing SET body = zeroblob(400000) WHERE id = \(id)")
                return transaction.connection.logPages
            }
            if pagesNow < pages { break }
            pages = pagesNow
        }
        #expect((Checkpointer.longPages..<100_000).contains(pages))
        #expect(scratch.errors.withLock { $0 } == [])
    }

    @Test("a commit is synchronous as far as asked", arguments: zip(Durability.allCases, [2, 1]))
    func durability(durability: Durability, level: Int) throws {
        let store = try scratch.open { $0.durability = durability }
        #expect(try store.writer.wait { try $0.first("PRAGMA synchronous") { $0.int(0) } } == level)
    }

    @Test("the status of a file is read without changing it")
    func status() throws {
        try Engine.prepareWriter(Connection(path: scratch.path, mode: .readWrite), durability: .normal)
        let status = try ReferralStore.migrationStatus(path: scratch.path)
        #expect(!status.isEmpty)
        #expect(status.allSatisfy { $0.appliedAt == nil })
    }
}
