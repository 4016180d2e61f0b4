import Domain
import Store
import TestSupport
import Testing

@testable import Tracking

@Suite("a touch that serves one conversion")
struct ReuseTests {
    @Test("is consumed for the next order")
    func consumed() throws {
        let world = try World()
        try world.program("friends", servesOnce)
        let click = try world.click(try world.referrer("asha").mainCode, cookie: world.cookie(1))
        let first = try world.purchase("1", world.touch("c", token: world.token(click)))
        #expect(first.conversion?.status == .credited)
        let second = try world.purchase("2", world.touch("c", token: world.token(click)))
        #expect(second.conversion?.status == .rejected)
        #expect(second.conversion?.reasons == ["consumed"])
        #expect(second.rewards.isEmpty)
    }

    @Test("leaves the next order to a fresh one")
    func fresh() throws {
        let world = try World()
        try world.program("friends", servesOnce)
        let (asha, bilal) = (try world.referrer("asha"), try world.referrer("bilal"))
        try world.click(asha.mainCode, cookie: world.cookie(1))
        _ = try world.purchase("1", world.touch("c", cookie: world.cookie(1)))
        try world.click(bilal.mainCode, cookie: world.cookie(1))
        let second = try #require(try world.purchase("2", world.touch("c", cookie: world.cookie(1))).conversion)
        #expect(second.credits.map(\.referrer) == [bilal.id])
        #expect(try world.verdicts(of: second.id) == [.excluded(.consumed), .credited(weight: .one)])
    }

    @Test("is consumed also for an order that happened before and is reported after")
    func earlierOrder() throws {
        let world = try World()
        try world.program("friends", servesOnce)
        let click = try world.click(try world.referrer("asha").mainCode, cookie: world.cookie(1))
        world.clock.advance(by: Timestamp.day)
        let early = world.clock.now
        world.clock.advance(by: Timestamp.day)
        let later = try world.purchase("2", world.touch("c", token: world.token(click)))
        #expect(later.conversion?.status == .credited)
        let earlier = try world.purchase("1", world.touch("c", token: world.token(click)), at: early)
        #expect(earlier.conversion?.status == .rejected)
        #expect(earlier.conversion?.reasons == ["consumed"])
    }

    @Test("is free again once its order is cancelled")
    func cancelled() throws {
        let world = try World()
        try world.program("friends", servesOnce)
        let asha = try world.referrer("asha")
        let click = try world.click(asha.mainCode, cookie: world.cookie(1))
        _ = try world.purchase("1", world.touch("c", token: world.token(click)))
        _ = try world.step("1", .state(.cancelled))
        let second = try world.purchase("2", world.touch("c", token: world.token(click)))
        #expect(second.conversion?.credits.map(\.referrer) == [asha.id])
    }

    @Test("serves a signup and an order: these are counted apart")
    func signup() throws {
        let world = try World()
        try world.program("friends", servesOnce)
        let click = try world.click(try world.referrer("asha").mainCode, cookie: world.cookie(1))
        _ = try world.signup("s", world.touch("c", token: world.token(click)))
        let order = try #require(try world.purchase("1", world.touch("c", token: world.token(click))).conversion)
        #expect(order.status == .credited)
        #expect(try world.verdicts(of: order.id) == [.eligible, .credited(weight: .one)])
    }

    @Test("serves every order where the policy lets it")
    func reused() throws {
        let world = try World()
        try world.program()
        let asha = try world.referrer("asha")
        let click = try world.click(asha.mainCode, cookie: world.cookie(1))
        for orderID in ["1", "2", "3"] {
            let made = try world.purchase(orderID, world.touch("c", token: world.token(click)))
            #expect(made.conversion?.credits.map(\.referrer) == [asha.id], "order \(orderID)")
        }
    }
}

/// Existing customers count, so that it is the earlier conversion, and nothing else, that leaves out touches.
private func servesOnce(_ terms: inout ProgramTerms) {
    terms.attribution.reusesTouches = false
    terms.attribution.newCustomersOnly = false
}
