import TestSupport
import Testing

@testable import Wire

/// What came of a chunked body.
private struct ChunkOutcome: Hashable {
    var body: [UInt8] = []
    var isDone = false
    var taken = 0
    var error: RequestError?

    /// - Parameter cuts: where the bytes are cut into the pieces that the decoder gets, in any order.
    init(_ bytes: [UInt8], cuts: [Int] = [], _ limits: Limits = Limits()) {
        var decoder = ChunkedDecoder(limits: limits)
        do throws(RequestError) {
            for end in cuts.sorted() + [bytes.count] where !decoder.isDone {
                taken += try decoder.decode(bytes.span.extracting(taken..<end), into: &body)
            }
        } catch {
            self.error = error
            taken = 0
        }
        isDone = decoder.isDone
    }
}

@Suite("a chunked body")
struct ChunkedDecoderTests {
    @Test("is what its chunks hold, and ends before the next request", arguments: goodChunks)
    func good(text: String, body: String) {
        let bytes = octetsOfText(text)
        let outcome = ChunkOutcome(bytes + octetsOfText("GET / "))
        #expect(outcome.error == nil)
        #expect(outcome.isDone)
        #expect(outcome.body == octetsOfText(body))
        #expect(outcome.taken == bytes.count)
    }

    @Test("is unfinished at every shorter prefix", arguments: goodChunks)
    func everyPrefix(text: String, body: String) {
        let bytes = octetsOfText(text)
        for length in 0..<bytes.count {
            let outcome = ChunkOutcome(Array(bytes[..<length]))
            #expect(!outcome.isDone && outcome.error == nil && outcome.taken == length, "\(length)")
        }
    }

    @Test("is the same at once and in two pieces, wherever it is cut", arguments: goodChunks)
    func everySplit(text: String, body: String) {
        let bytes = octetsOfText(text)
        let atOnce = ChunkOutcome(bytes)
        for cut in 0...bytes.count { #expect(ChunkOutcome(bytes, cuts: [cut]) == atOnce, "\(cut)") }
        #expect(ChunkOutcome(bytes, cuts: Array(0..<bytes.count)) == atOnce)
    }

    @Test("with random changes is the same in any pieces, and keeps to its limits")
    func noise() {
        var limits = Limits()
        limits.bodyBytes = 24
        limits.chunkExtensionBytes = 12
        limits.trailerBytes = 24
        for number in 1...5000 as ClosedRange<UInt64> {
            var seed = Seed(number)
            let bytes = seed.mutated(goodChunks.map { octetsOfText($0.text) }) + octetsOfText("GET / ")
            let cuts = (0..<Int.random(in: 1...6, using: &seed)).map { _ in
                Int.random(in: 0...bytes.count, using: &seed)
            }
            let atOnce = ChunkOutcome(bytes, limits)
            #expect(ChunkOutcome(bytes, cuts: cuts, limits) == atOnce, "\(seed)")
            #expect(atOnce.body.count <= limits.bodyBytes, "\(seed)")
        }
    }

    @Test("is bounded: its content, its extensions, its trailers")
    func limits() {
        var limits = Limits()
        limits.bodyBytes = 4
        limits.chunkExtensionBytes = 6
        limits.trailerBytes = 8
        func outcome(_ text: String) -> ChunkOutcome { ChunkOutcome(octetsOfText(text), limits) }
        #expect(outcome("2;aa~ab~2;bb~cd~0~T: v~~").body == octetsOfText("abcd"))
        #expect(outcome("2~ab~3~").error == .bodyTooLarge(limit: 4))
        #expect(outcome("1;aaa~a~1;bbb~").error == .chunkExtensionsTooLong(limit: 6))
        #expect(outcome("0~T: vv~~").error == .trailersTooLarge(limit: 8))
    }
}
