import TestSupport
import Testing

@testable import Wire

@Suite("whatever a head is")
struct HeadPropertyTests {
    @Test("it is incomplete at every shorter prefix, and the same whatever follows", arguments: goodHeads)
    func everyPrefix(text: String) {
        let bytes = octetsOfText(text)
        for length in 0..<bytes.count { #expect(HeadOutcome(bytes[..<length]) == .incomplete, "\(length)") }
        guard case .complete(let facts, bytes.count) = HeadOutcome(bytes) else {
            Issue.record("not read whole")
            return
        }
        for tail in ["G", "GET / HTTP/1.1~~", "\u{0}", "~", "\u{FF}", " "] {
            #expect(HeadOutcome(bytes + octetsOfText(tail)) == .complete(facts, length: bytes.count))
        }
    }

    @Test("it is refused for one reason, as soon as no further byte could mend it, and for good")
    func oneError() {
        for row in MalformedRequest.all where row.octets.count < 500 {
            guard case .refused(let error) = HeadOutcome(row.octets) else { continue }
            var isRefused = false
            for length in 0...row.octets.count {
                switch HeadOutcome(row.octets[..<length]) {
                case .incomplete: #expect(!isRefused, "\(row.label) at \(length)")
                case .complete: Issue.record("\(row.label) at \(length)")
                case .refused(let reason):
                    #expect(reason == error, "\(row.label) at \(length)")
                    isRefused = true
                }
            }
        }
    }

    @Test("with random changes it is refused, or holds nothing that could be read in two ways")
    func noise() {
        let entries = goodHeads.map(octetsOfText)
        var accepted = 0
        for number in 1...10_000 as ClosedRange<UInt64> {
            var seed = Seed(number)
            let bytes = seed.mutated(entries)
            guard case .complete(let facts, let length) = HeadOutcome(bytes) else { continue }
            accepted += 1
            expectUnambiguous(facts, Array(bytes[..<length]), seed)
        }
        #expect(accepted > 1000)
    }

    private func expectUnambiguous(_ facts: HeadFacts, _ bytes: [UInt8], _ seed: Seed) {
        let again = facts.octets
        #expect(HeadOutcome(again) == .complete(facts, length: again.count), "sent again it is the same; \(seed)")

        let text = bytes.filter { $0 != Octet.cr && $0 != Octet.lf }
        #expect(text.allSatisfy { $0 >= 0x20 && $0 != 0x7F || $0 == Octet.tab }, "no controls; \(seed)")
        let ends = bytes.indices.filter { bytes[$0] == Octet.lf }
        #expect(ends.allSatisfy { $0 > 0 && bytes[$0 - 1] == Octet.cr }, "every LF after a CR; \(seed)")
        #expect(bytes.count { $0 == Octet.cr } == ends.count, "every CR before an LF; \(seed)")

        let codings = facts.count(of: "transfer-encoding")
        #expect(facts.count(of: "content-length") + codings <= 1, "one length at most; \(seed)")
        #expect((facts.framing == .chunked) == (codings == 1), "chunks with their coding; \(seed)")
        #expect(facts.count(of: "host") <= 1, "one host at most; \(seed)")
        #expect(facts.hasPlainPath, "the path is one thing; \(seed)")
    }
}
