/// A URL with items added to its query; its own query and fragment are kept.
package enum TaggedURL {
    private static let tokenName = "gv_click"

    /// - Parameters:
    ///   - items: by name, percent-encoded already. One whose name the URL has already is left out.
    ///   - token: the click's, which takes the place of one that the URL has from an earlier click.
    package static func adding(_ items: [(name: String, item: String)], token: String?, to url: String) -> String {
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

    /// What stands before and after a token that is added to `url` without other items.
    static func placeOfToken(in url: String) -> (before: [UInt8], after: [UInt8]) {
        let filled = Array(adding([], token: "", to: url).utf8)
        let name = Array("\(tokenName)=".utf8)
        // The token is the query's last item.
        let fragmentStart = filled.firstIndex(of: UInt8(ascii: "#")) ?? filled.endIndex
        precondition(filled[..<fragmentStart].suffix(name.count).elementsEqual(name))
        return (Array(filled[..<fragmentStart]), Array(filled[fragmentStart...]))
    }
}
