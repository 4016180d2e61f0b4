import Domain
import Testing

@Suite("Windows of attribution")
struct LookbackTests {
    @Test("a touchpoint exactly as old as the window is in it")
    func closed() {
        let thirtyDays = UInt64(30 * Timestamp.day)
        #expect(Lookback.days(30).contains(age: thirtyDays))
        #expect(!Lookback.days(30).contains(age: thirtyDays + 1))
        #expect(!Lookback.milliseconds(.max).contains(age: .max))
        #expect(!Lookback.milliseconds(-1).contains(age: 0))
        #expect(Lookback.milliseconds(0).contains(age: 0))
        #expect(!Lookback.milliseconds(0).contains(age: 1))
        #expect(Lookback.unlimited.contains(age: .max))
    }

    @Test("the ranks of every precedence begin at 0 and leave none out", arguments: Precedence.allCases)
    func ranks(precedence: Precedence) {
        let ranks = Set(TouchpointKind.allCases.map { precedence.rank(of: $0) })
        #expect(ranks == Set(0..<ranks.count))
    }

    @Test("a kind is its word, and words that Swift's strings call equal are not")
    func kinds() {
        #expect(TouchpointKind(word: "click") == .click)
        #expect(TouchpointKind(rawValue: "podcast") == nil)
        #expect(TouchpointKind(word: "caf\u{E9}") != TouchpointKind(word: "cafe\u{301}"))
        #expect(TouchpointKind.allCases.allSatisfy { TouchpointKind(word: $0.rawValue) == $0 })
    }
}
