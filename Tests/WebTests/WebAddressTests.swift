import Testing

@testable import Web

@Suite("URLs that people are sent to")
struct WebAddressTests {
    @Test(
        "an absolute http or https URL is taken as it came, and its host known",
        arguments: [
            ("https://shop.example", "shop.example"), ("http://Shop.Example:8080/a?b=c#d", "shop.example"),
            ("HTTPS://shop.example?x=@y", "shop.example"), ("https://a-b.example/%F0%9F%98%80", "a-b.example"),
            ("http://127.0.0.1:1/", "127.0.0.1"), ("http://[2001:DB8::1]:80/", "2001:db8::1"), ("http://[::1]", "::1"),
            ("https://shop.example#only", "shop.example"), ("http://localhost/", "localhost"),
            ("https://xn--nxasmq6b.example/", "xn--nxasmq6b.example"),
        ])
    func taken(text: String, host: String) throws {
        let address = try WebAddress(text)
        #expect(address.text == text)
        #expect(address.host == host)
    }

    @Test(
        "whatever has no host, or could be read in two ways, is refused",
        arguments: [
            ("", WebAddressFault.notAbsolute), ("shop.example", .notAbsolute), ("//shop.example/", .notAbsolute),
            ("/a", .notAbsolute), ("ftp://shop.example/", .notAbsolute), ("javascript:alert(1)", .notAbsolute),
            ("https:/shop.example", .notAbsolute), ("https://", .badHost), ("https:///a", .badHost),
            ("https://?a", .badHost),
            ("https://shop.example:", .badHost), ("https://shop.example:65536/", .badHost), ("https://:80/", .badHost),
            ("https://shop.example:+80/", .badHost), ("https://shop.example:8x/", .badHost),
            ("https://shop.example@evil.example/", .badHost), ("https://user:pass@shop.example/", .badHost),
            ("https://.example/", .badHost), ("https://-a.example/", .badHost), ("https://[::1/", .badHost),
            ("https://[]/", .badHost), ("https://[::1]x/", .badHost), ("https://[g::]/", .badHost),
            ("https://a%2eb.example/", .badHost), ("https://a,b.example/", .badHost),
            ("https://evil.example\\@shop.example/", .forbiddenCharacter),
            ("https://shop.example/a b", .forbiddenCharacter),
            ("https://shop.example/\r\nSet-Cookie: a", .forbiddenCharacter),
            ("https://shop.example/\u{e9}", .forbiddenCharacter),
            (" https://shop.example/", .forbiddenCharacter), ("https://shop.example/<b>", .forbiddenCharacter),
            ("https://shop.example/" + String(repeating: "a", count: 2048), .tooLong),
        ])
    func refused(text: String, fault: WebAddressFault) {
        #expect(throws: fault) { try WebAddress(text) }
    }
}
