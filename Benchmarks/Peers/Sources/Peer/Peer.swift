// Peer: a redirect server as people write one with Hummingbird and GRDB, doing for a click what Grapevine does.
//
// In:     a database's path, a file with a slug on each line, how many event loops.
// Out:    `listening on PORT` on standard output; then 302 for each link, its click committed before the answer.
// Never:  a trick that the libraries' own examples do not show, or a brake that they do not have.
// Next:   Redirects.swift, the way of a click; Links.swift and Clicks.swift, what is stored.

import Crypto
import Foundation
import GRDB
import Hummingbird
import Logging
import NIOPosix

@main
enum Peer {
    static func main() async throws {
        let arguments = CommandLine.arguments.dropFirst()
        guard arguments.count == 3, let path = arguments.first, let slugs = arguments.dropFirst().first,
            let loops = arguments.last.flatMap({ Int($0) })
        else {
            FileHandle.standardError.write(Data("usage: Peer DATABASE SLUGS EVENT-LOOPS\n".utf8))
            exit(64)
        }
        let pool = try openStore(at: path)
        try await seedLinks(pool, slugs: try String(contentsOfFile: slugs, encoding: .utf8).split(separator: "\n"))
        let router = Router()
        Redirects(pool: pool, secret: SymmetricKey(size: .bits256)).addRoutes(to: router)
        var logger = Logger(label: "peer")
        logger.logLevel = .error
        let application = Application(
            router: router,
            configuration: ApplicationConfiguration(address: .hostname("127.0.0.1", port: 0), backlog: 4096),
            onServerRunning: { channel in
                print("listening on \(channel.localAddress?.port ?? 0)")
                fflush(nil)
            },
            eventLoopGroupProvider: .shared(MultiThreadedEventLoopGroup(numberOfThreads: loops)),
            logger: logger)
        try await application.runService()
    }
}

/// Opens the database as GRDB does by itself, in WAL mode; but a commit survives a power cut, as Grapevine's do.
private func openStore(at path: String) throws -> DatabasePool {
    var configuration = Configuration()
    configuration.prepareDatabase { database in
        try database.execute(sql: "PRAGMA synchronous = FULL")
    }
    let pool = try DatabasePool(path: path, configuration: configuration)
    var migrator = DatabaseMigrator()
    migrator.registerMigration("links and clicks") { database in
        try Link.createTable(in: database)
        try Click.createTable(in: database)
    }
    try migrator.migrate(pool)
    return pool
}
