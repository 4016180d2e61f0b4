import Domain

/// A slice of a list, newest first: at most `limit` rows whose identifier is below `before`.
///
/// Identifiers only rise, so a cursor stays right while rows are added.
package struct Page: Hashable, Sendable {
    package let limit: Int
    package let before: Int64?

    package init(limit: Int, before: Int64? = nil) {
        self.limit = limit
        self.before = before
    }

    /// The closing part of a list's query over `id`, with one row more than asked: it says whether there is a next page.
    func closing(_ query: SQL) -> SQL {
        "\(query) AND id < \(before ?? .max) ORDER BY id DESC LIMIT \(limit + 1)"
    }
}
