import Foundation
import Store
import TestSupport
import Testing

@Suite("Migrating")
struct MigrateTests {
    private let folder: TemporaryFolder
    private let database: String

    init() throws {
        folder = try TemporaryFolder()
        database = folder.path("grapevine.db")
        #expect(try GrapevineCommand.run(["migrate", "--database", database]).ending == .exit(0))
    }

    private func run(_ arguments: String...) throws -> GrapevineCommand.Result {
        try GrapevineCommand.run(arguments + ["--database", database])
    }

    private func change(_ script: String) throws {
        let connection = try Connection(path: database, mode: .readWrite)
        try connection.execute(script: script)
        connection.close()
    }

    @Test("prints what it applied, and nothing the second time")
    func applied() throws {
        let fresh = try GrapevineCommand.run(["migrate", "--database", folder.path("fresh.db")])
        #expect(fresh.output.contains("clicks"))
        let again = try run("migrate")
        #expect(again.ending == .exit(0))
        #expect(again.output.isEmpty)
        #expect(again.errors.contains("up to date"))
    }

    @Test("lists each migration with its checksum and when it was applied")
    func status() throws {
        let status = try run("migrate", "--status")
        #expect(status.ending == .exit(0))
        let lines = status.output.split(separator: "\n")
        for (index, line) in lines.enumerated() {
            #expect(line.wholeMatch(of: /(\d+) +[a-z-]+ +[0-9a-f]{12} +applied \S+Z/)?.1 == "\(index + 1)", "\(line)")
        }
        #expect(lines.count >= 7)
    }

    @Test("a database of a newer grapevine is refused by every command, and the message says what to do")
    func newer() throws {
        try change("INSERT INTO schema_migration VALUES (99, 'dashboards', 'abcdef0123456789', 0)")
        for command in [["serve", "--listen", "127.0.0.1:0"], ["migrate"], ["check"], ["key", "list"]] {
            let refused = try GrapevineCommand.run(command + ["--database", database])
            #expect(refused.ending == .exit(1))
            #expect(refused.errors.contains("99") && refused.errors.contains("newer grapevine"), "\(refused)")
        }
        let status = try run("migrate", "--status")
        #expect(status.ending == .exit(1))
        #expect(status.output.contains(/99 +dashboards +abcdef012345 +applied .* by a newer grapevine/))
        #expect(status.errors.contains("newer grapevine"))
    }

    @Test("a database whose migration has another text is refused by every command, and the message names it")
    func changed() throws {
        try change("UPDATE schema_migration SET checksum = 'abcdef0123456789' WHERE number = 3")
        for command in [["serve", "--listen", "127.0.0.1:0"], ["migrate"], ["check"], ["key", "list"]] {
            let refused = try GrapevineCommand.run(command + ["--database", database])
            #expect(refused.ending == .exit(1))
            #expect(refused.errors.contains("clicks") && refused.errors.contains("another build"), "\(refused)")
        }
        let status = try run("migrate", "--status")
        #expect(status.ending == .exit(1))
        #expect(status.output.contains(/3 +clicks +abcdef012345 +applied .* with another text/))
    }

    @Test("is refused while a server has the database")
    func besideServer() throws {
        let server = try GrapevineServer(database: database)
        let refused = try run("migrate")
        #expect(refused.ending == .exit(1))
        #expect(refused.errors.contains("in use"))
        #expect(try server.terminate() == .exit(0))
    }
}
