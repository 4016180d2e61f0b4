import Foundation
import GRDB

/// One hit on a link.
struct Click: Codable, MutablePersistableRecord {
    enum Kind: String, Codable {
        case human
        case bot
    }

    var id: Int64?
    var linkId: Int64
    var visitor: String
    var kind: Kind
    var userAgent: String
    var clickedAt: Date

    /// With what a journey and a link's figures are looked up by.
    static func createTable(in database: Database) throws {
        try database.create(table: databaseTableName) { table in
            table.autoIncrementedPrimaryKey("id")
            table.column("linkId", .integer).notNull().indexed().references(Link.databaseTableName)
            table.column("visitor", .text).notNull().indexed()
            table.column("kind", .text).notNull()
            table.column("userAgent", .text).notNull()
            table.column("clickedAt", .datetime).notNull()
        }
    }

    mutating func didInsert(_ inserted: InsertionSuccess) {
        id = inserted.rowID
    }
}

extension Click.Kind {
    private static let bots = ["bot", "crawler", "spider", "preview", "facebookexternalhit", "whatsapp/", "curl/"]

    init(userAgent: String) {
        let lower = userAgent.lowercased()
        self = lower.isEmpty || Self.bots.contains { lower.contains($0) } ? .bot : .human
    }
}
