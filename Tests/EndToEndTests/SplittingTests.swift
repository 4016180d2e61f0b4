import TestSupport
import Testing

@Suite("Response splitting: nothing that a client sends becomes a field of the answer")
struct SplittingTests {
    /// Ways to write CR LF and a field, each one that some server once decoded.
    private static let payloads = [
        "%0d%0aX-Injected:%20yes", "%0D%0A%0D%0A%3Chtml%3E", "%0aX-Injected:yes", "%0dX-Injected:yes",
        "%00%0d%0aX-Injected:yes", "%250d%250aX-Injected:yes", "%25250aX-Injected:yes", "%u000d%u000aX-Injected:yes",
        "%E5%98%8A%E5%98%8DX-Injected:yes", "%c0%8d%c0%8aX-Injected:yes", "\\r\\nX-Injected:yes",
        "%5cr%5cnX-Injected:yes",
        "%E2%80%A8X-Injected:yes", "%C2%85X-Injected:yes", "&#13;&#10;X-Injected:yes", "%0", "%",
    ]

    /// Requests into which a payload goes, wherever something of the request comes back in an answer.
    private func requests(_ payload: String, slug: String) -> [String] {
        let click = "GET /r/\(slug)"
        let fields = [
            "X-Request-Id", "Referer", "User-Agent", "Accept", "Cookie", "Origin", "X-Forwarded-For", "Purpose",
        ]
        return [
            "\(click)?utm_source=\(payload) HTTP/1.1~Host: h~", "\(click)?\(payload)=1 HTTP/1.1~Host: h~",
            "\(click)?utm_\(payload)=1 HTTP/1.1~Host: h~", "\(click)?gv_click=\(payload) HTTP/1.1~Host: h~",
            "\(click)?a=1&b=\(payload)&c HTTP/1.1~Host: h~", "GET /r/\(payload) HTTP/1.1~Host: h~",
            "GET /\(payload) HTTP/1.1~Host: h~", "\(payload) / HTTP/1.1~Host: h~", "GET / \(payload)~Host: h~",
            "\(click) HTTP/1.1~Host: h\(payload)~", "GET http://h\(payload)/r/\(slug) HTTP/1.1~Host: h~",
            "\(click) HTTP/1.1~Host: h~\(payload): x~", "\(click) HTTP/1.1~Host: h~Cookie: gv=\(payload)~",
            "GET /v1/links HTTP/1.1~Host: h~Authorization: Bearer \(payload)~",
        ] + fields.map { "\(click) HTTP/1.1~Host: h~\($0): \(payload)~" }
    }

    private func replies(to text: String, from shop: Shop) throws -> HTTPReply {
        let client = try shop.server.connect()
        try client.send(octetsOfText(text + "Connection: close~~"))
        let octets = try client.receiveAll()
        return try #require(HTTPReply(whole: octets), "\(text): \(String(decoding: octets, as: UTF8.self))")
    }

    @Test("wherever it stands in a request: the answer has the fields of the same answer to a plain request")
    func everywhere() throws {
        let shop = try Shop.open()
        let slug = try shop.enrol("asha").code
        var names: [Int: Set<Set<String>>] = [:]
        for request in requests("plain", slug: slug) {
            let reply = try replies(to: request, from: shop)
            names[reply.status, default: []].insert(Set(reply.fields.map(\.name)))
        }
        let refused = try replies(to: "GET /% HTTP/1.1~Host: h~", from: shop)
        names[refused.status, default: []].insert(Set(refused.fields.map(\.name)))
        for payload in Self.payloads {
            for request in requests(payload, slug: slug) {
                let reply = try replies(to: request, from: shop)
                let found = Set(reply.fields.map(\.name))
                #expect(found.count == reply.fields.count, "no field twice: \(request)")
                #expect(names[reply.status]?.contains(found) == true, "\(reply.status) \(found.sorted()): \(request)")
            }
        }
    }

    @Test("wherever it stands in what an operator stores: it is refused, or comes back escaped")
    func stored() throws {
        let shop = try Shop.open(.diwali.with(["allowed_hosts": ["shop.example"]]))
        let asha = try shop.enrol("asha")
        for (number, lineEnd) in ["\r\n", "\n", "\r", "\u{0}", "\u{85}", "\u{2028}", "%0d%0a"].enumerated() {
            let destination = "https://shop.example/a\(lineEnd)X-Injected: yes"
            let reply = try shop.post(
                "/v1/links",
                [
                    "referrer": .string(asha.id), "program": "diwali", "slug": .string("split-\(number)"),
                    "destination": .string(destination),
                ])
            guard reply.status == 201 else {
                #expect((400...422).contains(reply.status))
                continue
            }
            let click = try replies(to: "GET /r/split-\(number) HTTP/1.1~Host: h~", from: shop)
            #expect(click[field: "X-Injected"] == nil)
            #expect(click.status == 302)
        }
    }
}
