import TestSupport
import Testing

@testable import Wire

@Suite("a request's target")
struct TargetTests {
    private func head(_ start: String, host: String = "Host: h~") throws -> Head {
        guard case .complete(let head, _) = try readHead(octetsOfText("\(start) HTTP/1.1~\(host)~").span)
        else { throw RequestError.cutShort }
        return head
    }

    @Test(
        "gives the raw path and the raw query",
        arguments: [
            ("/", "/", ""), ("/?", "/", ""), ("/r/a%20b//c?x=%41&y", "/r/a%20b//c", "x=%41&y"), ("/a?b?c", "/a", "b?c"),
            ("/%2Fa%2f", "/%2Fa%2f", ""), ("/...", "/...", ""), ("/.a/a./..b", "/.a/a./..b", ""),
            ("/%C3%A9%e2%82%ac%F0%9F%8E%81", "/%C3%A9%e2%82%ac%F0%9F%8E%81", ""), ("/%5c", "/%5c", ""),
            ("/a;b=c,d:e@f!$&'()*+", "/a;b=c,d:e@f!$&'()*+", ""), ("/?../%2e%2e/%zz%\\", "/", "../%2e%2e/%zz%\\"),
            ("http://h", "/", ""), ("http://h?q", "/", "q"), ("HTTPS://h:1/p?q", "/p", "q"), ("http://[::1]/", "/", ""),
        ])
    func pathAndQuery(target: String, path: String, query: String) throws {
        let head = try head("GET \(target)")
        #expect(head.path == octetsOfText(path)[...])
        #expect(head.query == octetsOfText(query)[...])
    }

    @Test("of absolute form has its authority stand for the Host, whatever that says")
    func authority() throws {
        let head = try head("GET http://other.example:81/", host: "X: y~Host: shop.example~Y: z~")
        #expect(head.fields.text("host") == "other.example:81")
        #expect(head.fields.text("x") == "y")
        #expect(head.fields.text("y") == "z")
        guard case .complete(let old, _) = try readHead(octetsOfText("GET http://other.example/ HTTP/1.0~~").span)
        else { throw RequestError.cutShort }
        #expect(old.fields.text("host") == "other.example")
    }

    @Test("asks about the whole server with OPTIONS alone, as * or without a path")
    func asterisk() throws {
        #expect(try head("OPTIONS *").path == octetsOfText("*")[...])
        #expect(try head("OPTIONS http://h").path == octetsOfText("*")[...])
        #expect(try head("OPTIONS http://h?q").path == octetsOfText("/")[...])
        #expect(try head("OPTIONS http://h/").path == octetsOfText("/")[...])
        #expect(try head("GET http://h").path == octetsOfText("/")[...])
    }

    @Test(
        "may have every host that a client can be told",
        arguments: [
            "h", "h.", "H-1.example", "a_b", "192.0.2.1", "h:", "h:0", "h:80", "h:65535", "h:00080", "[::]",
            "[::1]:8080", "[2001:db8::1]", "[::ffff:192.0.2.1]", "[1:2:3:4:5:6:7:8]", "xn--bcher-kva.example",
        ])
    func hosts(host: String) throws {
        #expect(try head("GET /", host: "Host: \(host)~").fields.text("host") == host)
        #expect(try head("GET http://\(host)/").fields.text("host") == host)
    }

    @Test("has escapes of any text, and of nothing that is none")
    func everyCharacter() throws {
        let characters = [0x20, 0x7E, 0x80, 0x7FF, 0x800, 0xD7FF, 0xE000, 0xFFFF, 0x1_0000, 0x10_FFFF]
        for scalar in characters.compactMap({ Unicode.Scalar(UInt32($0)) }) {
            var octets = Array(String(Character(scalar)).utf8)
            func path() -> String {
                "/r/" + octets.map { "%" + ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
            }
            #expect(throws: Never.self) { try head("GET \(path())") }
            guard octets.count > 1 else { continue }
            octets.removeLast()
            #expect(throws: RequestError.malformedEscape) { try head("GET \(path())") }
            octets.append(0x20)
            #expect(throws: RequestError.malformedEscape) { try head("GET \(path())") }
        }
    }
}
