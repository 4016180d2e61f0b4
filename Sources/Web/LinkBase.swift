import Wire

/// What stands before `/r/{slug}` in the links we show.
struct LinkBase: Sendable {
    private let origin: String

    /// The public address, or else where this request reached us.
    init(_ app: WebApp, _ request: Request) {
        if let publicURL = app.options.publicURL {
            origin = publicURL.hasSuffix("/") ? String(publicURL.dropLast()) : publicURL
        } else {
            let host = request.field("host") ?? ""
            origin = "http://" + (host.isEmpty ? "localhost" : host)
        }
    }

    func url(slug: String) -> String {
        origin + "/r/" + slug
    }
}
