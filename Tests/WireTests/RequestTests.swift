import TestSupport
import Testing

@testable import Wire

@Suite("a request")
struct RequestTests {
    @Test(
        "has its path decoded in segments",
        arguments: [
            ("/", [""]), ("/r/abc", ["r", "abc"]), ("/a/", ["a", ""]), ("/a%20b/%C3%A9", ["a b", "é"]),
            ("/a%2Fb/c", ["a/b", "c"]),
            ("//", ["", ""]),
            ("/..%2e", ["..."]), ("/a+b", ["a+b"]),
        ])
    func segments(path: String, segments: [String]) {
        #expect(Request(path: path).pathSegments == segments)
    }

    @Test(
        "has no segments when an escape is malformed or hides something",
        arguments: ["/%", "/%4", "/%zz", "/%00", "/%ff", "/%+1", "*"])
    func noSegments(path: String) {
        #expect(Request(path: path).pathSegments == nil)
    }

    @Test("has its query decoded as a form's")
    func query() throws {
        let items = try #require(Request(query: "a=1&b=x+y%26&&c&=d&a=2=3&%C3%A9=%2B").queryItems)
        #expect(items.map(\.name) == ["a", "b", "c", "", "a", "é"])
        #expect(items.map(\.value) == ["1", "x y&", "", "d", "2=3", "+"])
        #expect(Request().queryItems?.isEmpty == true)
    }

    @Test("has no query items when an escape is malformed", arguments: ["a=%", "%2=a", "a=%00", "a=%C3", "x&y=%g0"])
    func noQuery(query: String) {
        #expect(Request(query: query).queryItems == nil)
    }

    @Test("has its fields by name in any case, repaired where they are no UTF-8")
    func fields() throws {
        let request = Request(fields: [("Accept", "a"), ("ACCEPT", "b"), ("X-Name", "é")])
        #expect(request.field("accept") == "a, b")
        #expect(request.hasField("x-name"))
        #expect(!request.hasField("x-nam"))
        #expect(request.fieldBytes("Accept").map { Array($0) } == octetsOfText("a"))
        guard
            case .complete(let head, _) = try readHead(
                (octetsOfText("GET / HTTP/1.0~X: a") + [0xE9, 13, 10, 13, 10]).span)
        else { throw RequestError.cutShort }
        let peer = Peer(octets: [])
        let read = Request(head, body: [], id: RequestID(number: 1), peer: peer, client: peer)
        #expect(read.field("x") == "a\u{FFFD}")
    }

    @Test(
        "takes gzip as its weights say",
        arguments: [
            ("gzip", true), ("GZIP, br", true), ("br, x-gzip;q=0.5", true), ("gzip;q=0", false),
            ("gzip; q=0.000", false),
            ("gzip ;q=0.001", true), ("*", true), ("*;q=0", false), ("gzip;q=0, *", false), ("br", false), ("", false),
            ("identity", false), ("gzip;q=0.5, identity;q=0.6", false), ("gzip;q=0.5, identity;q=0.5", true),
            ("gzip;q=2", false), ("gzip;q=-1", false), ("gzip;q=x", false), ("gzip;q=1.000", true),
            ("gzip;q=1.1", false),
            ("gzip;q=1.0000", false), ("gzip;", false),
        ])
    func acceptsGzip(value: String, accepts: Bool) {
        #expect(Fields([("Accept-Encoding", value)]).acceptsGzip == accepts)
    }

    @Test("without Accept-Encoding takes no gzip")
    func acceptsNothing() {
        #expect(!Fields([("Accept", "gzip")]).acceptsGzip)
    }

    @Test(
        "comes from an address with one spelling",
        arguments: [
            ([192, 0, 2, 1], "192.0.2.1"),
            ([0x20, 1, 0xD, 0xB8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1], "2001:db8::1"),
            ([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0], "::"),
            ([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1], "::1"),
            ([0, 1, 0, 0, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0], "1:0:0:2::"),
            ([0, 1, 0, 0, 0, 2, 0, 3, 0, 4, 0, 5, 0, 6, 0, 7], "1:0:2:3:4:5:6:7"),
            ([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 255, 255, 10, 0, 0, 7], "10.0.0.7"), ([], "unix"),
        ] as [([UInt8], String)])
    func peer(octets: [UInt8], text: String) {
        #expect(Peer(octets: octets).text == text)
    }

    @Test("has tokens of just the characters that RFC 9110 lists")
    func tokens() {
        let punctuation = Array("!#$%&'*+-.^_`|~".utf8)
        for octet in 0...255 as ClosedRange<UInt8> {
            #expect(octet.isToken == (octet.isDigit || octet.isASCIILetter || punctuation.contains(octet)), "\(octet)")
        }
    }
}
