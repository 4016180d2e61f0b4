// Migrations: the schema, as numbered SQL files embedded in the binary.
//
// In:     m0001-programs.sql and its successors, in the common dialect of SQLite and PostgreSQL.
// Out:    `EmbeddedMigrations.all`, in the order in which they are applied.
// Never:  a changed file that has shipped: stores record its checksum and would refuse it.
// Next:   Store/Migrator.swift applies them; Store/Engine.swift turns their neutral words into SQLite's.

/// One step of the schema.
package struct Migration: Hashable, Sendable {
    /// From 1, without gaps.
    package let number: Int
    /// What it does, in a word or two, as in the file's name.
    package let name: String
    /// Statements in the common dialect; a `CREATE TABLE` ends with a line that is `);`, or `); -- clustered`.
    package let sql: String

    package init(number: Int, name: String, sql: String) {
        self.number = number
        self.name = name
        self.sql = sql
    }
}

/// The migrations that this binary knows.
package enum EmbeddedMigrations {
    /// In rising order of their numbers.
    package static let all: [Migration] = [
        Migration(number: 1, name: "programs", bytes: PackageResources.m0001_programs_sql),
        Migration(number: 2, name: "referrers", bytes: PackageResources.m0002_referrers_sql),
        Migration(number: 3, name: "clicks", bytes: PackageResources.m0003_clicks_sql),
        Migration(number: 4, name: "events", bytes: PackageResources.m0004_events_sql),
        Migration(number: 5, name: "conversions", bytes: PackageResources.m0005_conversions_sql),
        Migration(number: 6, name: "rewards", bytes: PackageResources.m0006_rewards_sql),
        Migration(number: 7, name: "keys", bytes: PackageResources.m0007_keys_sql),
        Migration(number: 8, name: "click-orders", bytes: PackageResources.m0008_click_orders_sql),
        Migration(number: 9, name: "attribution", bytes: PackageResources.m0009_attribution_sql),
        Migration(number: 10, name: "first-visits", bytes: PackageResources.m0010_first_visits_sql),
        Migration(number: 11, name: "lean-orders", bytes: PackageResources.m0011_lean_orders_sql),
    ]
}

extension Migration {
    fileprivate init(number: Int, name: String, bytes: [UInt8]) {
        self.init(number: number, name: name, sql: String(decoding: bytes, as: UTF8.self))
    }
}
