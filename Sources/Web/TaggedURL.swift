/// A URL with items added to its query; its own query and fragment are kept.
enum TaggedURL {
    /// - Parameter items: by name, percent-encoded already. One whose name the URL has already is left out.
    static func adding(_ items: [(name: String, item: String)], to url: String) -> String {
        let fragmentStart = url.firstIndex(of: "#") ?? url.endIndex
        let (rest, fragment) = (url[..<fragmentStart], url[fragmentStart...])
        var query = rest.firstIndex(of: "?").map { rest[rest.index(after: $0)...].split(separator: "&") } ?? []
        var names = Set(query.map { $0.prefix { $0 != "=" } })
        for (name, item) in items where names.insert(Substring(name)).inserted {
            query.append(Substring(item))
        }
        guard !query.isEmpty else { return url }
        return rest.prefix { $0 != "?" } + "?" + query.joined(separator: "&") + fragment
    }
}
