import GRDB

/// What a slug leads to.
struct Link: Codable, FetchableRecord, PersistableRecord {
    var id: Int64
    var slug: String
    var destination: String

    static func createTable(in database: Database) throws {
        try database.create(table: databaseTableName) { table in
            table.primaryKey("id", .integer)
            table.column("slug", .text).notNull().unique()
            table.column("destination", .text).notNull()
        }
    }
}

/// Makes a link for each slug, in one transaction.
func seedLinks(_ pool: DatabasePool, slugs: [Substring]) async throws {
    try await pool.write { database in
        for (number, slug) in slugs.enumerated() {
            let link = Link(id: Int64(number + 1), slug: String(slug), destination: "https://shop.example/welcome")
            try link.insert(database)
        }
    }
}
