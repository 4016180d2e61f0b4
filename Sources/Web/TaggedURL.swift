/// A URL with items added to its query; its own query and fragment are kept.
enum TaggedURL {
    private static let tokenName = "gv_click"

    /// - Parameters:
    ///   - items: by name, percent-encoded already. One whose name the URL has already is left out.
    ///   - token: the click's, which takes the place of one that the URL has from an earlier click.
    static func adding(_ items: [(name: String, item: String)], token: String?, to url: String) -> String {
        let fragmentStart = url.firstIndex(of: "#") ?? url.endIndex
        let (rest, fragment) = (url[..<fragmentStart], url[fragmentStart...])
        var query = rest.firstIndex(of: "?").map { rest[rest.index(after: $0)...].split(separator: "&") } ?? []
        var names = Set(query.map { $0.prefix { $0 != "=" } })
        for (name, item) in items where names.insert(Substring(name)).inserted {
            query.append(Substring(item))
        }
        if let token {
            query.removeAll { $0.prefix { $0 != "=" } == tokenName }
            query.append("\(tokenName)=\(token)")
        }
        guard !query.isEmpty else { return url }
        return rest.prefix { $0 != "?" } + "?" + query.joined(separator: "&") + fragment
    }
}
