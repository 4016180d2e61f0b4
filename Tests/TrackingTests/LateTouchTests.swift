import Domain
import Store
import Synchronization
import TestSupport
import Testing

@testable import Tracking

@Suite("a touch that is reported after the order it came before")
struct LateTouchTests {
    @Test("is proposed where it would change who is credited")
    func proposes() throws {
        let late = try LateClick()
        let named = try late.nameVisitor()
        #expect(named.adjustments.count == 1)
        let adjustment = try #require(named.adjustments.first)
        #expect(adjustment.conversion == late.order.id)
        #expect(adjustment.event == named.id)
        #expect(adjustment.program == late.program.id)
        #expect(adjustment.late == [late.click.id.text])
        #expect(adjustment.credits.map(\.referrer) == [late.asha.id])
        #expect(adjustment.credits.map(\.share) == [.whole])
        #expect(adjustment.credits.map(\.amount) == [100_000])
        #expect(try late.world.proposal(for: late.order.id) == adjustment)
    }

    @Test("changes neither credits nor rewards")
    func changesNothing() throws {
        let late = try LateClick()
        let world = late.world
        let (order, rewards) = (try world.stored(late.order.id), try world.rewards(of: late.order.id))
        let entries = try world.entries()
        #expect(order.credits.map(\.referrer) == [late.bilal.id])
        #expect(!rewards.isEmpty)
        let named = try late.nameVisitor()
        #expect(!named.adjustments.isEmpty)
        #expect(try world.stored(late.order.id) == order)
        #expect(try world.rewards(of: late.order.id) == rewards)
        #expect(try world.entries() == entries)
    }

    @Test("may be a signup that credits somebody")
    func signup() throws {
        let world = try World()
        try world.program()
        let asha = try world.referrer("asha")
        let click = try world.click(asha.mainCode, cookie: world.cookie(1))
        world.clock.advance(by: Timestamp.day)
        let moment = world.clock.now
        world.clock.advance(by: Timestamp.day)
        let order = try #require(try world.purchase("1", world.touch("c")).conversion)
        #expect(order.status == .unattributed)
        let signup = try world.reportSignup("s", world.touch("c", token: world.token(click)), at: moment)
        let signupID = try #require(signup.conversion).id.text
        let adjustment = try #require(signup.adjustments.first)
        #expect(signup.adjustments.count == 1)
        #expect(adjustment.conversion == order.id)
        #expect(adjustment.late.contains(signupID))
        #expect(adjustment.credits.map(\.referrer) == [asha.id])
        #expect(adjustment.credits.first?.touchpoint == signupID)
    }

    @Test("is not one that came after the order")
    func laterTouch() throws {
        let world = try World()
        try world.program { $0.attribution.newCustomersOnly = false }
        let asha = try world.referrer("asha")
        let order = try #require(try world.purchase("1", world.touch("c")).conversion)
        try world.click(asha.mainCode, cookie: world.cookie(1))
        let named = try world.signup("s", world.touch("c", cookie: world.cookie(1)))
        #expect(named.conversion?.status == .credited)
        #expect(named.adjustments.isEmpty)
        #expect(try world.proposal(for: order.id) == nil)
    }

    @Test("is not proposed where it changes nothing")
    func sameOutcome() throws {
        let world = try World()
        try world.program()
        let asha = try world.referrer("asha")
        let known = try world.click(asha.mainCode, cookie: world.cookie(2))
        try world.click(asha.mainCode, cookie: world.cookie(1))
        let made = try world.purchase("1", world.touch("c", token: world.token(known)))
        let order = try #require(made.conversion)
        #expect(order.credits.map(\.referrer) == [asha.id])
        let named = try world.signup("s", world.touch("c", cookie: world.cookie(1)))
        #expect(named.adjustments.isEmpty)
        #expect(try world.proposal(for: order.id) == nil)
    }

    @Test("is no proposal any more once an admin has decided")
    func withdrawn() throws {
        let late = try LateClick()
        _ = try late.nameVisitor()
        let isProposed = ConversionFilter(isAdjustable: true)
        let before = try late.world.write { try $0.connection.conversions(isProposed, Page(limit: 10)) }
        #expect(before.map(\.id) == [late.order.id])
        try late.world.reassign(late.order.id, to: late.asha)
        #expect(try late.world.proposal(for: late.order.id) == nil)
        let after = try late.world.write { try $0.connection.conversions(isProposed, Page(limit: 10)) }
        #expect(after.isEmpty)
    }

    @Test("is proposed while its program runs, and not while it is paused", arguments: [false, true])
    func pausedProgram(isPaused: Bool) throws {
        let world = try World()
        try world.program("one")
        let two = try world.program("two")
        let asha = try world.referrer("asha")
        try world.click("\(asha.mainCode)-two", cookie: world.cookie(1))
        let order = try #require(try world.purchase("1", world.touch("c")).conversion)
        if isPaused {
            try world.write { _ = try $0.set(.paused, of: two) }
        }
        let named = try world.signup("s", world.touch("c", cookie: world.cookie(1)))
        #expect(named.adjustments.isEmpty == isPaused)
        let proposal = try world.proposal(for: order.id)
        #expect((proposal == nil) == isPaused)
    }

    @Test("is not proposed for an order that named another program", arguments: [false, true])
    func namedProgram(isNamed: Bool) throws {
        let world = try World()
        try world.program("one")
        try world.program("two")
        let asha = try world.referrer("asha")
        try world.click("\(asha.mainCode)-two", cookie: world.cookie(1))
        let made = try world.purchase("1", world.touch("c", program: isNamed ? "one" : nil))
        let order = try #require(made.conversion)
        let named = try world.signup("s", world.touch("c", cookie: world.cookie(1)))
        #expect(named.conversion?.credits.map(\.referrer) == [asha.id])
        #expect(named.adjustments.isEmpty == isNamed)
        let proposal = try world.proposal(for: order.id)
        #expect((proposal == nil) == isNamed)
    }

    @Test("is not proposed for an order that came to nothing")
    func cancelledOrder() throws {
        let late = try LateClick()
        _ = try late.world.step("1", .state(.cancelled))
        let named = try late.nameVisitor()
        #expect(named.conversion?.credits.map(\.referrer) == [late.asha.id])
        #expect(named.adjustments.isEmpty)
        #expect(try late.world.proposal(for: late.order.id) == nil)
    }
}

/// An order that is credited to Bilal by the token of his click; Asha's click was nearer to it, but nothing ties its
/// visitor to the customer yet.
private struct LateClick {
    let world: World
    let program: Program
    let asha: Referrer
    let bilal: Referrer
    let click: RecordedClick
    let order: ConversionRow

    init() throws {
        let world = try World()
        self.world = world
        program = try world.program()
        asha = try world.referrer("asha")
        bilal = try world.referrer("bilal")
        let known = try world.click(bilal.mainCode, cookie: world.cookie(2))
        click = try world.click(asha.mainCode, cookie: world.cookie(1))
        let made = try world.purchase("1", world.touch("c", token: world.token(known)))
        order = try #require(made.conversion)
    }

    /// The customer signs up in the browser of Asha's click.
    func nameVisitor() throws -> RecordedEvent {
        try world.signup("s", world.touch("c", cookie: world.cookie(1)))
    }
}

extension World {
    fileprivate func proposal(for conversion: ID<Conversion>) throws -> ProposedAdjustment? {
        try write { try $0.connection.proposedAdjustment(of: conversion) }
    }

    /// Reports a signup that happened at `moment`, a second after whatever was before.
    fileprivate func reportSignup(
        _ id: String, _ touch: ReportedEvent.Touch, at moment: Timestamp
    ) throws -> RecordedEvent {
        clock.advance(by: 1000)
        let event = ReportedEvent(
            report: .signup(touch), eventID: id, occurredAt: moment, body: "{}", fingerprint: [1], actor: "test")
        let recorded = Mutex<RecordedEvent?>(nil)
        try write { [secrets] transaction in
            _ = try EventRecorder(secrets: secrets).record(event, in: transaction) { made, _ in
                recorded.withLock { $0 = made }
                return "{}"
            }
        }
        return try #require(recorded.withLock { $0 })
    }
}
