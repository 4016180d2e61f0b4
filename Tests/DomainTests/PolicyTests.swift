import Domain
import Testing

@Suite("Windows of attribution")
struct LookbackTests {
    @Test("a touchpoint exactly as old as the window is in it")
    func closed() {
        #expect(Lookback.days(30).contains(age: 30 * Timestamp.day))
        #expect(!Lookback.days(30).contains(age: 30 * Timestamp.day + 1))
        #expect(Lookback.milliseconds(0).contains(age: 0))
        #expect(!Lookback.milliseconds(0).contains(age: 1))
        #expect(Lookback.unlimited.contains(age: .max))
    }

    @Test("every precedence ranks every kind once", arguments: Precedence.allCases)
    func tiers(precedence: Precedence) {
        #expect(precedence.tiers.map(\.count).reduce(0, +) == TouchpointKind.allCases.count)
        #expect(precedence.tiers.reduce(into: Set()) { $0.formUnion($1) } == Set(TouchpointKind.allCases))
    }
}
