/// What an Accept field says.
/// - Source: RFC 9110 §12.5.1.
enum Accept {
    /// Would the client rather have a page than JSON? A browser names `text/html`; curl's `*/*` likes both alike.
    /// - Parameter field: nil where there is none.
    static func prefersHTML(_ field: String?) -> Bool {
        guard let field else { return false }
        let ranges = field.lowercased().split(separator: ",").map { Range($0) }
        let json = ["application/problem+json", "application/json"].map { quality(of: $0, ranges) }.max() ?? 0
        return quality(of: "text/html", ranges) > json
    }

    private struct Range {
        let mediaRange: Substring
        /// 0 to 1000.
        var quality = 1000

        init(_ element: Substring) {
            let parts = element.split(separator: ";").map { trimmed($0) }
            mediaRange = parts.first ?? ""
            for part in parts.dropFirst() where part.hasPrefix("q=") {
                quality = thousandths(part.dropFirst(2))
            }
        }
    }

    /// That of the most specific range which fits; 0 where none does.
    private static func quality(of mediaType: String, _ ranges: [Range]) -> Int {
        let anySubtype = mediaType.prefix { $0 != "/" } + "/*"
        for wanted in [Substring(mediaType), anySubtype, "*/*"] {
            if let range = ranges.first(where: { $0.mediaRange == wanted }) { return range.quality }
        }
        return 0
    }
}

/// `0.8` as 800; whatever is no quality as 0. RFC 9110 §12.4.2.
private func thousandths(_ text: Substring) -> Int {
    let parts = text.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
    let digits = parts.count > 1 ? parts[1] : ""
    guard let whole = parts.first, whole == "0" || whole == "1", digits.utf8.count <= 3,
        let fraction = Int("0" + digits + String(repeating: "0", count: 3 - digits.utf8.count))
    else { return 0 }
    return min(1000, (whole == "1" ? 1000 : 0) + fraction)
}

private func trimmed(_ text: Substring) -> Substring {
    let isBlank = { (character: Character) in character == " " || character == "\t" }
    var rest = text.drop(while: isBlank)
    while let last = rest.last, isBlank(last) { rest.removeLast() }
    return rest
}
