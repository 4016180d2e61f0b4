import TestSupport
import Testing

@testable import Wire

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
        #expect(
            try gunzip(gzip(octetsOfText("ab")) + gzip([]) + gzip(octetsOfText("c")), limit: 3) == octetsOfText("abc"))
    }

    @Test("stops at the limit, whatever the bytes would become")
    func bomb() {
        let bomb = gzip([UInt8](repeating: 0, count: 10_000_000), level: 9)
        #expect(bomb.count < 20_000)
        #expect(throws: RequestError.decodedBodyTooLarge(limit: 1000)) { try gunzip(bomb, limit: 1000) }
    }

    @Test("refuses what is cut short, damaged, or followed by something else")
    func malformed() throws {
        let whole = gzip(octetsOfText("some text, some text"))
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
