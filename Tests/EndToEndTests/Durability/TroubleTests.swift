import Foundation
import TestSupport
import Testing

@Suite("Trouble: the server says it, strands nobody, and recovers by itself", .enabled(if: FaultShim.isBuilt))
struct TroubleTests {
    /// What keeps a store from being written.
    enum Trouble: CaseIterable {
        case diskFull, diskBroken, fileLimit, locked, fileMoved

        /// What of the log's line tells it.
        var word: String {
            switch self {
            case .diskFull: "full("
            case .diskBroken, .fileLimit: "io("
            case .locked: "locked("
            case .fileMoved: "misplaced("
            }
        }

        /// - Returns: how to end it.
        func begin(_ ground: ShopOnFaultyDisk) throws -> () throws -> Void {
            let database = ground.shop.database
            switch self {
            case .diskFull:
                ground.shim.fail(ENOSPC)
                return { ground.shim.mend() }
            case .diskBroken:
                ground.shim.fail(EIO)
                return { ground.shim.mend() }
            case .fileLimit:
                let process = ground.shop.server.command.identifier
                try limitFiles(of: process, to: "4096")
                return { try limitFiles(of: process, to: "unlimited") }
            case .locked:
                let holder = try LockHolder(database)
                return { try holder.letGo() }
            case .fileMoved:
                let elsewhere = database + ".elsewhere"
                try FileManager.default.moveItem(atPath: database, toPath: elsewhere)
                return { try FileManager.default.moveItem(atPath: elsewhere, toPath: database) }
            }
        }
    }

    @Test("orders get 503, redirects go out, and all goes on once it is over", arguments: Trouble.allCases)
    func trouble(trouble: Trouble) throws {
        let ground = try ShopOnFaultyDisk(["--click-wait", "250"])
        let shop = ground.shop
        let before = try Browser(shop).follow(ground.code)
        try shop.report(ground.order("before")).expect(201)

        let end = try trouble.begin(ground)
        try shop.expectUnavailable(code: ground.code, order: ground.order("during"))
        let line = try shop.server.command.errors.line(containing: "event=store.failing")
        #expect(line.contains(trouble.word))
        #expect(line.contains("remedy="))
        try shop.get("/v1/orders/before").expect(200)
        try shop.get("/v1/orders/during").expect(404)

        try end()
        try shop.waitUntilReady()
        _ = try shop.server.command.errors.line(containing: "event=store.recovered")
        try shop.report(ground.order("during")).expect(201)
        #expect(try Browser(shop).follow(ground.code).token != nil)
        try shop.crash()
        for id in ["before", "during"] {
            try shop.report(ground.order(id)).expect(200)
            try shop.expectOrder(id)
        }
        let order = JSONValue.purchase("late", by: "c-late", .touch(token: before.token))
        #expect(try shop.report(order).expect(201)["conversion"]["status"] == "credited")
        try shop.expectConversions(3)
    }

    @Test("a file that could not be written when the server started is written once it can be")
    func readOnlyAtStart() throws {
        let ground = try ShopOnFaultyDisk()
        let (shop, shim) = (ground.shop, ground.shim)
        try shop.report(ground.order("before")).expect(201)
        try shop.server.terminate()
        shim.fail(EACCES, .open, on: .database)
        try shop.crash()
        try shop.expectUnavailable(code: ground.code, order: ground.order("during"))
        let line = try shop.server.command.errors.line(containing: "event=store.failing")
        #expect(line.contains("readOnly("))
        shim.mend()
        try shop.waitUntilReady()
        try shop.report(ground.order("during")).expect(201)
        try shop.crash()
        try shop.expectOrder("before")
        try shop.expectOrder("during")
        try shop.expectSound()
    }

    @Test("one line says that the store fails, however many requests find out")
    func oneLine() throws {
        let ground = try ShopOnFaultyDisk()
        ground.shim.fail(ENOSPC)
        for number in 0..<20 { try ground.shop.report(ground.order("order-\(number)")).expect(503) }
        ground.shim.mend()
        try ground.shop.waitUntilReady()
        _ = try ground.shop.server.command.errors.line(containing: "event=store.recovered")
        let log = ground.shop.server.command.errors.soFar
        #expect(log.components(separatedBy: "event=store.failing").count == 2)
        #expect(log.components(separatedBy: "event=store.recovered").count == 2)
    }
}

/// Limits the size that a process may give its files; its soft limit, so that it can be taken back.
private func limitFiles(of process: Int32, to bytes: String) throws {
    _ = try SystemProgram.run(["prlimit", "--pid", "\(process)", "--fsize=\(bytes):"])
}

/// Another process that holds SQLite's write lock.
private final class LockHolder {
    private let process: RunningCommand
    private let input = Pipe()

    init(_ database: String) throws {
        let script = """
            import sqlite3, sys
            connection = sqlite3.connect(sys.argv[1], isolation_level=None)
            connection.execute("BEGIN EXCLUSIVE")
            print("held", flush=True)
            sys.stdin.read()
            connection.execute("ROLLBACK")
            """
        process = try RunningCommand(
            URL(filePath: "/usr/bin/env"), ["python3", "-c", script, database],
            input: input.fileHandleForReading.fileDescriptor)
        _ = try process.output.line(containing: "held")
    }

    /// Returns once the lock is free.
    func letGo() throws {
        try input.fileHandleForWriting.close()
        try process.wait()
    }
}
