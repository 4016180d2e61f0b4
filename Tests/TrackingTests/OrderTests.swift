import Domain
import Store
import TestSupport
import Testing

@testable import Tracking

@Suite("an order and its rewards")
struct OrderTests {
    private func credited(_ orderID: String, _ world: World, state: OrderState = .paid) throws -> RecordedEvent {
        let asha = try world.referrer("asha")
        return try world.purchase(orderID, world.touch("c", code: asha.mainCode), state: state)
    }

    @Test("a refund that comes before its order waits for it and is applied when it comes")
    func refundFirst() throws {
        let world = try World()
        try world.program()
        let early = try world.step("1", .refund(40_000), id: "r")
        #expect(early.isWaiting)
        let made = try credited("1", world)
        #expect(made.rewards.map(\.reward.reversed) == [2000])
        let order = try world.write { try $0.connection.order("1") }
        #expect(order?.order.refunded == 40_000)
    }

    @Test("what waits and is more than the order has takes all of it")
    func tooMuchWaiting() throws {
        let world = try World()
        try world.program()
        _ = try world.step("1", .refund(999_999), id: "r")
        let made = try credited("1", world)
        #expect(made.rewards.map(\.reward.status) == [.reversed])
    }

    @Test("partial refunds one after the other end where the whole one does, with entries that sum to nothing")
    func partialRefunds() throws {
        let world = try World()
        try world.program()
        let made = try credited("1", world)
        #expect(made.rewards.map(\.reward.value.amount) == [5000])
        _ = try world.step("1", .refund(33_333), id: "r1")
        _ = try world.step("1", .refund(33_333), id: "r2")
        let last = try world.step("1", .refund(nil), id: "r3")
        #expect(last.rewards.map(\.reward.status) == [.reversed])
        #expect(last.rewards.map(\.reward.reversed) == [5000])
        #expect(try world.write { try $0.connection.faults() } == [])
    }

    @Test("a state steps forward only, and an ended order is refused every step")
    func steps() throws {
        let world = try World()
        try world.program()
        _ = try credited("1", world)
        #expect(throws: TrackingError.orderStep(order: "1", from: .paid, to: .placed)) {
            try world.step("1", .state(.placed))
        }
        _ = try world.step("1", .state(.cancelled))
        #expect(throws: TrackingError.orderStep(order: "1", from: .cancelled, to: .delivered)) {
            try world.step("1", .state(.delivered))
        }
    }

    @Test("the state that an order has already is no step, and changes nothing")
    func sameState() throws {
        let world = try World()
        try world.program()
        _ = try credited("1", world)
        #expect(try world.step("1", .state(.paid)).rewards.isEmpty)
    }

    @Test("a hold never begins before its order, whatever the state's time says")
    func holdStart() throws {
        let world = try World()
        try world.program { $0.releaseOn = .delivered }
        let made = try credited("1", world)
        let ordered = try #require(made.conversion).occurredAt
        let delivered = try world.step("1", .state(.delivered), at: ordered + -30 * Timestamp.day)
        #expect(delivered.rewards.map(\.reward.releaseAt) == [ordered + 14 * Timestamp.day])
    }

    @Test("a refund of more than is left changes nothing")
    func tooMuch() throws {
        let world = try World()
        try world.program()
        _ = try credited("1", world)
        #expect(throws: TrackingError.self) { try world.step("1", .refund(100_001), id: "r") }
        #expect(try world.write { try $0.connection.order("1") }?.order.refunded == 0)
    }

    @Test("a held reward is approved by the pass once its hold has ended, and not before")
    func release() throws {
        let world = try World()
        try world.program()
        let made = try credited("1", world)
        let id = try #require(made.rewards.first).id
        world.clock.advance(by: 14 * Timestamp.day - 1)
        try world.write { _ = try $0.releaseDueRewards() }
        #expect(try world.write { try $0.connection.reward(id) }?.reward.status == .pending)
        world.clock.advance(by: 1)
        try world.write { _ = try $0.releaseDueRewards() }
        #expect(try world.write { try $0.connection.reward(id) }?.reward.status == .approved)
        #expect(try world.write { try $0.connection.steps(of: id) }.map(\.status) == [.pending, .approved])
        #expect(try world.write { try $0.connection.faults() } == [])
    }

    @Test("delivery releases what waits for it, and the hold runs from then")
    func delivery() throws {
        let world = try World()
        try world.program { $0.releaseOn = .delivered }
        let made = try credited("1", world)
        #expect(made.rewards.map(\.reward.releaseAt) == [nil])
        let delivered = try world.step("1", .state(.delivered))
        #expect(delivered.rewards.map(\.reward.releaseAt) == [world.clock.now + 14 * Timestamp.day])
    }

    @Test("a customer who has bought is existing for touches after that order, and not for those before")
    func existing() throws {
        let world = try World()
        try world.program()
        let asha = try world.referrer("asha")
        _ = try world.click(asha.mainCode, cookie: world.cookie(1))
        #expect(try world.purchase("1", world.touch("c", cookie: world.cookie(1))).conversion?.status == .credited)
        #expect(try world.purchase("2", world.touch("c")).conversion?.status == .credited)
        let late = try world.click(try world.referrer("bilal").mainCode, cookie: world.cookie(1))
        let third = try world.purchase("3", world.touch("c", token: world.token(late)))
        #expect(third.conversion?.credits.map(\.referrer) == [asha.id])
    }

    @Test("an order in another currency is credited and its rewards are refused")
    func currency() throws {
        let world = try World()
        try world.program { $0.currency = Currency("USD") ?? $0.currency }
        let made = try credited("1", world)
        #expect(made.conversion?.status == .credited)
        #expect(made.rewards.isEmpty)
        #expect(made.refused.map(\.refusal) == [.currencyMismatch])
    }
}
