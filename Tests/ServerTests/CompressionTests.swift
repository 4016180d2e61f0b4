import Testing
import Wire

@testable import Server

private let long = [UInt8](repeating: UInt8(ascii: "a"), count: 2000)

@Suite("compressing an answer")
struct CompressionTests {
    @Test(
        "is for text and JSON",
        arguments: [
            ("text/html; charset=utf-8", true), ("application/json", true), ("application/problem+json", true),
            ("application/x-ndjson", true), ("TEXT/CSV", true), ("image/png", false),
            ("application/octet-stream", false),
        ])
    func types(type: String, isEligible: Bool) {
        let response = Response(status: 200, fields: [("content-type", type)], body: long)
        #expect(Compression.isEligible(response) == isEligible)
    }

    @Test("is not for what is short, compressed already, partial, or forbidden")
    func exceptions() {
        let type = (name: "Content-Type", value: "text/plain")
        #expect(!Compression.isEligible(Response(status: 200, fields: [type], body: Array(long[..<1023]))))
        #expect(Compression.isEligible(Response(status: 200, fields: [type], body: Array(long[..<1024]))))
        #expect(!Compression.isEligible(Response(status: 200, body: long)))
        #expect(!Compression.isEligible(Response(status: 206, fields: [type], body: long)))
        for other in [("Content-Encoding", "br"), ("Cache-Control", "max-age=1, No-Transform")] {
            #expect(!Compression.isEligible(Response(status: 200, fields: [type, other], body: long)))
        }
    }

    @Test("gives a 304 the fields that the whole answer would have", arguments: [(true, "W/\"1\""), (false, "\"1\"")])
    func unchanged(acceptsGzip: Bool, tag: String) {
        let fields = [(name: "ETag", value: "\"1\""), (name: "Content-Type", value: "application/json")]
        let response = Response(status: 304, fields: fields, body: long)
        #expect(Compression.isEligible(response))
        let unchanged = Compression.unchanged(response, acceptsGzip: acceptsGzip)
        #expect(unchanged.field("vary") == "Accept-Encoding")
        #expect(unchanged.field("etag") == tag)
        #expect(unchanged.field("content-encoding") == nil)
    }

    @Test("names its coding, tells caches, weakens the tag, and gives the same text")
    func fields() throws {
        let response = Compression.compressed(Response(status: 200, fields: [("ETag", "\"1\"")], body: long))
        #expect(response.field("content-encoding") == "gzip")
        #expect(response.field("vary") == "Accept-Encoding")
        #expect(response.field("etag") == "W/\"1\"")
        #expect(try gunzip(response.body, limit: long.count) == long)
    }

    @Test("tells caches once")
    func vary() {
        for vary in ["accept-encoding", "Cookie, Accept-Encoding", "*"] {
            #expect(Compression.varying(Response(status: 200, fields: [("Vary", vary)])).fields.count == 1)
        }
        #expect(Compression.varying(Response(status: 200, fields: [("Vary", "Cookie")])).fields.count == 2)
    }

    @Test("leaves alone what gzip makes no shorter")
    func incompressible() {
        var state: UInt64 = 1
        let noise = (0..<2000).map { _ -> UInt8 in
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return UInt8(truncatingIfNeeded: state >> 56)
        }
        let response = Compression.compressed(Response(status: 200, body: noise))
        #expect(response.body == noise)
        #expect(response.field("Content-Encoding") == nil)
    }
}
