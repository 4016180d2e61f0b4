import Testing

@testable import Wire

@Suite("the name of a request")
struct RequestIDTests {
    private func name(_ values: String...) -> String {
        RequestID(Fields(values.map { ("X-Request-ID", $0) }), number: 0xAF).text
    }

    @Test("is the client's, if that is sane", arguments: ["a", "7f3a-4.b_C", String(repeating: "x", count: 64)])
    func kept(text: String) {
        #expect(name(text) == text)
    }

    @Test(
        "is ours, if there is none or another one",
        arguments: ["", String(repeating: "x", count: 65), "a b", "a\tb", "a=b", "\u{e9}", "a, b", "\u{0661}"])
    func replaced(text: String) {
        #expect(name(text) == "req_00000000000000af")
        #expect(name() == "req_00000000000000af")
    }

    @Test("is ours, if the client gives two")
    func two() {
        #expect(name("a", "a") == "req_00000000000000af")
    }

    @Test("of ours has sixteen digits", arguments: [0, 1, 0x0123_4567_89AB_CDEF, 0xFEDC_BA98_7654_3210, .max])
    func digits(number: UInt64) {
        let digits = String(number, radix: 16)
        let zeros = String(repeating: "0", count: 16 - digits.count)
        #expect(RequestID(number: number).text == "req_" + zeros + digits)
    }

    @Test("comes once in a long time")
    func numbers() {
        var (one, other) = (RequestNumbers(seed: 1), RequestNumbers(seed: 2))
        let numbers = (0..<10_000).flatMap { _ in [one.next(), other.next()] }
        #expect(Set(numbers).count == numbers.count)
    }
}
