import Wire

/// Which answers are worth compressing, and what that changes about them.
enum Compression {
    /// Below it, gzip saves less than a packet.
    static let smallestBytes = 1024

    /// A longer body is compressed on another thread: a megabyte of JSON takes 8 ms, which a reactor's other
    /// clients would wait.
    static let largestInlineBytes = 32 * 1024

    /// Text or JSON, long enough, and not compressed or forbidden to be by who made it.
    static func isEligible(_ response: Response) -> Bool {
        guard response.body.count >= smallestBytes, response.status != 206,
            response.field("Content-Encoding") == nil, let type = response.field("Content-Type")
        else { return false }
        if let control = response.field("Cache-Control"), list(control).contains("no-transform") { return false }
        let media = type.prefix { $0 != ";" && $0 != " " }.lowercased()
        return media.hasPrefix("text/") || media.hasSuffix("json")
    }

    /// The same answer for who takes no gzip: caches have to know that there is another.
    /// - Source: RFC 9110 §12.5.5.
    static func varying(_ response: Response) -> Response {
        let listed = response.fields.filter { $0.name.lowercased() == "vary" }.flatMap { list($0.value) }
        guard !listed.contains("*"), !listed.contains("accept-encoding") else { return response }
        var response = response
        response.fields.append(("Vary", "Accept-Encoding"))
        return response
    }

    /// The same answer with a gzip body. A strong ETag becomes weak: it named other bytes.
    /// - Source: RFC 9110 §8.8.1.
    static func compressed(_ response: Response) -> Response {
        var response = varying(response)
        let body = gzip(response.body)
        guard body.count < response.body.count else { return response }
        response.body = body
        response.fields.append(("Content-Encoding", "gzip"))
        weakenTag(&response)
        return response
    }

    /// A 304 with the Vary and ETag that the whole answer would have; its body is given only to tell by.
    /// - Source: RFC 9110 §15.4.5.
    static func unchanged(_ response: Response, acceptsGzip: Bool) -> Response {
        var response = varying(response)
        if acceptsGzip { weakenTag(&response) }
        return response
    }

    private static func weakenTag(_ response: inout Response) {
        if let tag = response.field("ETag"), !tag.hasPrefix("W/") { response.setField("ETag", "W/" + tag) }
    }

    /// The elements of a comma-separated list, in lower case.
    private static func list(_ value: String) -> [String] {
        value.lowercased().split { $0 == "," || $0 == " " || $0 == "\t" }.map { String($0) }
    }
}
