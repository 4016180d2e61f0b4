import TestSupport
import Testing

@testable import Web

@Suite("Request ids")
struct RequestIDTests {
    @Test("a sane one of the client is kept", arguments: ["a", "7f3a-4.b_C", String(repeating: "x", count: 64)])
    func kept(text: String) {
        #expect(RequestID.choose(text) == text)
    }

    @Test(
        "no or another one is replaced",
        arguments: [
            nil, "", String(repeating: "x", count: 65), "a b", "a\nb", "a=b", "\u{e9}", "a, b", "a\u{301}", "\u{0661}",
        ] as [String?])
    func replaced(text: String?) {
        var seed = Seed(1)
        #expect(RequestID.choose(text, using: &seed) == "req_910a2dec89025cc1")
    }

    @Test("random ones differ, are of one length and sane", arguments: 1...20)
    func random(number: UInt64) {
        var seed = Seed(number)
        let (one, other) = (RequestID.choose(nil, using: &seed), RequestID.choose(nil, using: &seed))
        #expect(one != other)
        #expect(one.utf8.count == 20)
        #expect(RequestID.choose(one) == one)
    }
}
