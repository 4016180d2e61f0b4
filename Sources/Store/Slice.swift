import Domain

/// A stretch of a table, oldest first, for exports: rows whose identifier is from `from` up to, but not, `to`.
///
/// Each slice is a short read of its own, so that a long export holds no state of the store, and with it the log, for
/// longer than a slice takes.
package struct Slice: Hashable, Sendable {
    package var from: Int64
    package var to: Int64
    /// Most rows; fewer mean that there are no more.
    package var limit: Int

    package init(from: Int64, to: Int64, limit: Int) {
        self.from = from
        self.to = to
        self.limit = limit
    }

    /// The condition and the order of a query over `id`.
    var closing: SQL { "id >= \(from) AND id < \(to) ORDER BY id LIMIT \(limit)" }
}

/// A stretch of a table whose key is a text, in the order of the keys' octets.
package struct TextSlice: Hashable, Sendable {
    /// Left out; nil: from the first on.
    package var after: String?
    package var limit: Int

    package init(after: String?, limit: Int) {
        self.after = after
        self.limit = limit
    }

    /// What comes before every text that may be a key.
    var start: String { after ?? "" }
}

extension Connection {
    package func programs(_ slice: Slice) throws -> [Program] {
        try programs(where: "p.id >= \(slice.from) AND p.id < \(slice.to) ORDER BY p.id LIMIT \(slice.limit)")
    }

    package func referrers(_ slice: Slice) throws -> [Referrer] {
        try referrers(where: slice.closing)
    }

    /// Also those that nobody made, which have a row since the enrolment or their first click.
    package func links(_ slice: Slice) throws -> [Link] {
        try links(where: slice.closing)
    }

    package func events(_ slice: Slice) throws -> [EventRow] {
        try events(where: slice.closing)
    }

    package func conversions(_ slice: Slice) throws -> [ConversionRow] {
        try conversions(where: slice.closing)
    }

    package func rewards(_ slice: Slice) throws -> [RewardRow] {
        try rewards(where: slice.closing)
    }
}
