import Domain
import TestSupport
import Testing

@Suite("States that go forward")
struct StateTests {
    @Test("an order goes forward, steps may be left out, and an end is for good", arguments: OrderState.allCases)
    func orders(state: OrderState) {
        let following: [OrderState] =
            switch state {
            case .placed: [.paid, .delivered, .cancelled, .returned, .refused]
            case .paid: [.delivered, .cancelled, .returned, .refused]
            case .delivered: [.cancelled, .returned, .refused]
            case .cancelled, .returned, .refused: []
            }
        #expect(OrderState.allCases.filter(state.canBecome) == following)
    }

    @Test("a delivered order has what waits for its payment; one that ended has nothing")
    func reached() {
        #expect(OrderState.allCases.filter { $0.hasReached(.paid) } == [.paid, .delivered])
        #expect(OrderState.allCases.filter { $0.hasReached(.delivered) } == [.delivered])
        #expect(OrderState.allCases.filter { $0.hasReached(.placed) } == [.placed, .paid, .delivered])
    }

    @Test("what remains of an order is what was not refunded, and nothing after its end")
    func remaining() throws {
        let rupees = try #require(Currency("INR"))
        #expect(Order(state: .paid, amount: 100, currency: rupees, refunded: 30).remaining == 70)
        #expect(Order(state: .returned, amount: 100, currency: rupees, refunded: 30).remaining == 0)
    }

    @Test("a program goes back and forth between active and paused, and an end is for good")
    func programs() {
        #expect(ProgramStatus.allCases.filter(ProgramStatus.draft.canBecome) == [.active, .ended])
        #expect(ProgramStatus.allCases.filter(ProgramStatus.active.canBecome) == [.paused, .ended])
        #expect(ProgramStatus.allCases.filter(ProgramStatus.paused.canBecome) == [.active, .ended])
        #expect(ProgramStatus.allCases.filter(ProgramStatus.ended.canBecome).isEmpty)
    }

    @Test("a schedule has its first moment and not its last")
    func schedule() {
        let start = Timestamp.exampleConversion
        let schedule = Schedule(startsAt: start, endsAt: start + 10)
        #expect([-1, 0, 9, 10].map { schedule.contains(start + $0) } == [false, true, true, false])
        #expect(Schedule().contains(.distantPast))
    }
}
