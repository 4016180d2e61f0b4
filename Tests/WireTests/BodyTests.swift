import Testing

@testable import Wire

@Suite("a chunked body")
struct ChunkedDecoderTests {
    /// Feeds `bytes` in pieces of `size`, and gives the body and what was left over.
    private func decode(_ bytes: [UInt8], by size: Int, _ limits: Limits = Limits()) throws -> ([UInt8], left: Int)? {
        var decoder = ChunkedDecoder(limits: limits)
        var body: [UInt8] = []
        var index = 0
        while index < bytes.count, !decoder.isDone {
            let end = min(index + size, bytes.count)
            index += try decoder.decode(bytes.span.extracting(index..<end), into: &body)
        }
        return decoder.isDone ? (body, bytes.count - index) : nil
    }

    @Test("is the same in pieces of every size, and ends before the next request")
    func everySplit() throws {
        let bytes = octets("5~hello~0c;a=\"b\";c \t~, wide world~1 ; x~!~000~X-Trailer: v~Y:~~GET /")
        for size in 1...bytes.count {
            let (body, left) = try #require(try decode(bytes, by: size))
            #expect(String(decoding: body, as: UTF8.self) == "hello, wide world!")
            #expect(left == 5)
        }
    }

    @Test("is unfinished at every shorter prefix")
    func everyPrefix() throws {
        let bytes = octets("3~abc~0~T: v~~")
        for length in 0..<bytes.count { #expect(try decode(Array(bytes[..<length]), by: 64) == nil) }
    }

    @Test(
        "with anything odd is refused",
        arguments: [
            ("~", 400), ("g~", 400), ("-1~", 400), ("+1~", 400), ("0x1~", 400), (" 1~", 400), ("1 ~a~", 400),
            ("1\na", 400), ("1\ra", 400), ("1~ab~", 400), ("1~a\n", 400), ("1~a\rb", 400), ("1;a\0~", 400),
            ("1;a\nb~", 400), ("00000000000000001~", 400), ("100001~", 413), ("ffffffffffffffff~", 413),
            ("0~X : y~~", 400), ("0~ X: y~~", 400), ("0~X: a\0~~", 400), ("0~X: a\rb~~", 400), ("0~:~~", 400),
            ("0~\r\r", 400),
        ])
    func malformed(text: String, status: Int) {
        #expect {
            try decode(octets(text), by: 64)
        } throws: {
            ($0 as? RequestError)?.status == status
        }
    }

    @Test("is bounded: its content, its extensions, its trailers")
    func limits() throws {
        var limits = Limits()
        limits.bodyBytes = 4
        limits.chunkExtensionBytes = 6
        limits.trailerBytes = 8
        #expect(try decode(octets("2;aa~ab~2;bb~cd~0~T: v~~"), by: 1, limits)?.0 == octets("abcd"))
        #expect(throws: RequestError.bodyTooLarge(limit: 4)) { try decode(octets("2~ab~3~"), by: 1, limits) }
        #expect(throws: RequestError.chunkExtensionsTooLong(limit: 6)) {
            try decode(octets("1;aaa~a~1;bbb~"), by: 1, limits)
        }
        #expect(throws: RequestError.trailersTooLarge(limit: 8)) { try decode(octets("0~T: vv~~"), by: 1, limits) }
    }
}

@Suite("gzip")
struct GzipTests {
    @Test("gives back what was put in", arguments: [0, 1, 1000, 65535, 65536, 65537, 300_000])
    func roundTrip(size: Int) throws {
        var random = Seed(UInt64(size))
        let bytes = (0..<size).map { $0 % 3 == 0 ? UInt8.random(in: 0...255, using: &random) : UInt8($0 & 15) }
        #expect(try gunzip(gzip(bytes), limit: size) == bytes)
    }

    @Test("reads several members as one")
    func members() throws {
        #expect(try gunzip(gzip(octets("ab")) + gzip([]) + gzip(octets("c")), limit: 3) == octets("abc"))
    }

    @Test("stops at the limit, whatever the bytes would become")
    func bomb() {
        let bomb = gzip([UInt8](repeating: 0, count: 10_000_000), level: 9)
        #expect(bomb.count < 20_000)
        #expect(throws: RequestError.decodedBodyTooLarge(limit: 1000)) { try gunzip(bomb, limit: 1000) }
    }

    @Test("refuses what is cut short, damaged, or followed by something else")
    func malformed() throws {
        let whole = gzip(octets("some text, some text"))
        #expect(try gunzip([], limit: 0) == [])
        for length in 1..<whole.count {
            #expect(throws: RequestError.malformedContentCoding) { try gunzip(Array(whole[..<length]), limit: 100) }
        }
        var damaged = whole
        damaged[whole.count - 5] ^= 1
        #expect(throws: RequestError.malformedContentCoding) { try gunzip(damaged, limit: 100) }
        #expect(throws: RequestError.malformedContentCoding) { try gunzip(whole + [1], limit: 100) }
    }
}
