import Domain
import Store
import TestSupport
import Testing

@testable import Tracking

@Suite("a reassignment")
struct ReassignTests {
    @Test("credits the whole conversion to the other referrer, as its next revision")
    func credits() throws {
        let order = try CreditedOrder()
        let conversion = try order.world.reassign(order.id, to: order.asha).conversion
        #expect(conversion.status == .credited)
        #expect(conversion.revision == 1)
        #expect(conversion.program == order.program.id)
        #expect(conversion.credits.map(\.referrer) == [order.asha.id])
        #expect(conversion.credits.map(\.share) == [.whole])
        #expect(conversion.credits.map(\.amount) == [100_000])
        #expect(try order.world.stored(order.id) == conversion)
    }

    @Test("takes back the old reward and grants the new one, and the ledger says so")
    func rewards() throws {
        let order = try CreditedOrder()
        let made = try order.world.reassign(order.id, to: order.asha)
        let rewards = try order.world.rewards(of: order.id)
        #expect(rewards == made.rewards)
        #expect(rewards.map(\.reward.person) == [.referrer(order.bilal.id), .referrer(order.asha.id)])
        #expect(rewards.map(\.reward.status) == [.reversed, .pending])
        #expect(rewards.map(\.reward.value.amount) == [5000, 5000])
        #expect(rewards.map(\.reward.reversed) == [5000, 0])
        #expect(rewards.map(\.revision) == [0, 1])
        try order.world.expectBalance(of: rewards)
    }

    @Test("pays what the new referrer's click was promised, though a code had outranked it")
    func promised() throws {
        let world = try World()
        let program = try world.program()
        let (asha, bilal) = (try world.referrer("asha"), try world.referrer("bilal"))
        try world.click(asha.mainCode, cookie: world.cookie(1))
        world.clock.advance(by: 1000)
        try world.write { transaction in
            var terms = program.terms
            terms.rewards[0].value = .percent(BasisPoints(5000), max: nil)
            _ = try transaction.change(program, slug: program.slug, terms: terms, isDefault: nil)
        }
        let made = try world.purchase("1", world.touch("c", cookie: world.cookie(1), code: bilal.mainCode))
        let conversion = try #require(made.conversion)
        #expect(made.rewards.map(\.reward.value.amount) == [50_000])
        let reassigned = try world.reassign(conversion.id, to: asha)
        #expect(reassigned.conversion.termsVersion == 1)
        #expect(reassigned.rewards.last?.reward.value.amount == 5000)
    }

    @Test("back to the first referrer pays what the click that earned was promised, not a later one")
    func promisedBefore() throws {
        for dedupe in [Int64(0), Timestamp.hour] {
            let world = try World()
            let program = try world.program {
                $0.attribution.model = .firstTouch
                $0.attribution.dedupeWindow = dedupe
            }
            let (asha, bilal) = (try world.referrer("asha"), try world.referrer("bilal"))
            try world.click(asha.mainCode, cookie: world.cookie(1))
            world.clock.advance(by: 1000)
            try world.write { transaction in
                var terms = program.terms
                terms.rewards[0].value = .percent(BasisPoints(5000), max: nil)
                _ = try transaction.change(program, slug: program.slug, terms: terms, isDefault: nil)
            }
            try world.click(asha.mainCode, cookie: world.cookie(1))
            world.clock.advance(by: 1000)
            let made = try world.purchase("1", world.touch("c", cookie: world.cookie(1)))
            let conversion = try #require(made.conversion)
            let first = made.rewards.map(\.reward.value.amount)
            _ = try world.reassign(conversion.id, to: bilal)
            let back = try world.reassign(conversion.id, to: asha)
            #expect(back.conversion.termsVersion == conversion.termsVersion)
            #expect(back.conversion.credits.map(\.touchpoint) == conversion.credits.map(\.touchpoint))
            #expect(back.rewards.suffix(1).map(\.reward.value.amount) == first)
        }
    }

    @Test("back to the first referrer grants again")
    func back() throws {
        let order = try CreditedOrder()
        try order.world.reassign(order.id, to: order.asha)
        let conversion = try order.world.reassign(order.id, to: order.bilal).conversion
        #expect(conversion.revision == 2)
        #expect(conversion.credits.map(\.referrer) == [order.bilal.id])
        let rewards = try order.world.rewards(of: order.id)
        #expect(
            rewards.map(\.reward.person)
                == [.referrer(order.bilal.id), .referrer(order.asha.id), .referrer(order.bilal.id)])
        #expect(rewards.map(\.reward.status) == [.reversed, .reversed, .pending])
        #expect(rewards.map(\.revision) == [0, 1, 2])
        try order.world.expectBalance(of: rewards)
    }

    @Test("rewards what refunds have left of the order")
    func partialRefund() throws {
        let order = try CreditedOrder()
        _ = try order.world.step("1", .refund(40_000), id: "r")
        let rewards = try order.world.reassign(order.id, to: order.asha).rewards
        #expect(rewards.map(\.reward.status) == [.reversed, .pending])
        #expect(rewards.map(\.reward.value.amount) == [5000, 3000])
        #expect(rewards.map(\.reward.reversed) == [5000, 0])
        try order.world.expectBalance(of: rewards)
    }

    @Test("leaves an invitee's reward that comes out the same")
    func inviteeReward() throws {
        let order = try CreditedOrder { terms in
            terms.rewards.append(
                RewardRule(
                    name: "welcome", trigger: .purchase, beneficiary: .invitee, kind: .points, value: .flat(100),
                    holdDays: 14))
        }
        let before = try order.world.rewards(of: order.id).filter { $0.reward.beneficiary == .invitee }
        #expect(before.count == 1)
        let made = try order.world.reassign(order.id, to: order.asha)
        #expect(made.rewards.map(\.reward.beneficiary) == [.referrer, .referrer])
        let after = try order.world.rewards(of: order.id).filter { $0.reward.beneficiary == .invitee }
        #expect(after == before)
    }

    @Test("grants nothing for a cancelled order")
    func cancelledOrder() throws {
        let order = try CreditedOrder()
        _ = try order.world.step("1", .state(.cancelled))
        let made = try order.world.reassign(order.id, to: order.asha)
        #expect(made.conversion.credits.map(\.referrer) == [order.asha.id])
        #expect(made.rewards.isEmpty)
        #expect(made.refused.isEmpty)
        let rewards = try order.world.rewards(of: order.id)
        #expect(rewards.map(\.reward.person) == [.referrer(order.bilal.id)])
        try order.world.expectBalance(of: rewards)
    }

    @Test("holds the new reward as long as it would be held after what was reported since the order")
    func release() throws {
        let world = try World()
        try world.program { $0.releaseOn = .delivered }
        let (asha, bilal) = (try world.referrer("asha"), try world.referrer("bilal"))
        let long = world.clock.now + -20 * Timestamp.day
        let made = try world.purchase("1", world.touch("c", code: bilal.mainCode), at: long)
        let id = try #require(made.conversion).id
        #expect(made.conversion?.occurredAt == long)
        _ = try world.step("1", .state(.delivered))
        let delivered = world.clock.now
        let granted = try world.reassign(id, to: asha).rewards.filter { $0.reward.person == .referrer(asha.id) }
        #expect(granted.map(\.reward.status) == [.pending])
        #expect(granted.map(\.reward.releaseAt) == [delivered + 14 * Timestamp.day])
    }

    @Test("brings an unattributed order into the default program")
    func unattributed() throws {
        let world = try World()
        let one = try world.program("one")
        try world.program("two")
        let asha = try world.referrer("asha")
        let order = try #require(try world.purchase("1", world.touch("c")).conversion)
        #expect(order.status == .unattributed)
        #expect(order.program == nil)
        let made = try world.reassign(order.id, to: asha)
        #expect(made.conversion.status == .credited)
        #expect(made.conversion.reasons.isEmpty)
        #expect(made.conversion.program == one.id)
        #expect(made.rewards.map(\.reward.value.amount) == [5000])
        try world.expectBalance(of: made.rewards)
    }

    @Test("takes the customer's binding along")
    func binding() throws {
        let order = try CreditedOrder { terms in
            terms.attribution.binding = .locked
            terms.attribution.newCustomersOnly = false
        }
        let customer = try order.world.stored(order.id).customer
        let before = try order.world.write { try $0.connection.bindings(of: customer) }
        #expect(before.map(\.referrer) == [order.bilal.id])
        try order.world.reassign(order.id, to: order.asha)
        let after = try order.world.write { try $0.connection.bindings(of: customer) }
        #expect(after.map(\.referrer) == [order.asha.id])
        let next = try order.world.purchase("2", order.world.touch("c"))
        #expect(next.conversion?.credits.map(\.referrer) == [order.asha.id])
    }

    @Test("keeps every decision before it")
    func formerDecisions() throws {
        let order = try CreditedOrder()
        let judged = try order.world.stored(order.id)
        let second = try order.world.reassign(order.id, to: order.asha, reason: "a first reason").conversion
        try order.world.reassign(order.id, to: order.bilal, reason: "a second reason")
        let id = order.id
        let kept = try order.world.write { try $0.connection.reassignments(of: id) }
        #expect(kept.map(\.revision) == [1, 2])
        #expect(kept.map(\.referrer) == [order.asha.id, order.bilal.id])
        #expect(kept.map(\.reason) == ["a first reason", "a second reason"])
        #expect(kept.map(\.before) == [FormerDecision(judged), FormerDecision(second)])
        #expect(kept.map(\.before.credits) == [judged.credits, second.credits])
    }

    @Test("is in the audit log, with who did it and why")
    func audit() throws {
        let order = try CreditedOrder()
        try order.world.reassign(order.id, to: order.asha, reason: "she wrote to us")
        let filter = AuditFilter(action: "conversion.reassign")
        let entries = try order.world.write { try $0.connection.auditEntries(filter, Page(limit: 10)) }
        #expect(entries.map(\.actor) == [World.admin])
        #expect(entries.map(\.subject) == [order.id.text])
        #expect(entries.map(\.reason) == ["she wrote to us"])
        #expect(entries.map(\.detail) == ["from=\(order.bilal.id.text) 10000; to=\(order.asha.id.text) 10000"])
    }

    @Test("to a suspended referrer is refused, and nothing is stored")
    func suspended() throws {
        let order = try CreditedOrder()
        try order.world.set(.suspended, of: order.asha)
        try order.expectRefusal(.suspended(order.asha.id), to: order.asha)
    }

    @Test("to the referrer who has it already is refused, and nothing is stored")
    func sameReferrer() throws {
        let order = try CreditedOrder()
        try order.expectRefusal(.alreadyCredited(order.id, order.bilal.id), to: order.bilal)
    }

    @Test("to the customer's own account is refused, and nothing is stored")
    func ownReferral() throws {
        let order = try CreditedOrder(customer: "asha")
        try order.expectRefusal(.ownReferral(order.asha.id), to: order.asha)
    }
}

/// An order of 1000.00 that is credited to Bilal by his code.
private struct CreditedOrder {
    let world: World
    let program: Program
    let asha: Referrer
    let bilal: Referrer
    let id: ID<Conversion>

    init(customer: String = "c", _ change: (inout ProgramTerms) -> Void = { _ in }) throws {
        let world = try World()
        self.world = world
        program = try world.program("friends", change)
        asha = try world.referrer("asha")
        let bilal = try world.referrer("bilal")
        self.bilal = bilal
        let made = try world.purchase("1", world.touch(customer, code: bilal.mainCode))
        let conversion = try #require(made.conversion)
        #expect(conversion.credits.map(\.referrer) == [bilal.id])
        id = conversion.id
    }

    func expectRefusal(_ error: TrackingError, to referrer: Referrer) throws {
        let (conversion, rewards) = (try world.stored(id), try world.rewards(of: id))
        let entries = try world.entries()
        #expect(throws: error) { try world.reassign(id, to: referrer) }
        #expect(try world.stored(id) == conversion)
        #expect(try world.rewards(of: id) == rewards)
        #expect(try world.entries() == entries)
        let conversionID = id
        let reassignments = try world.write { try $0.connection.reassignments(of: conversionID) }
        let audited = try world.write { try $0.connection.auditEntries(AuditFilter(), Page(limit: 10)) }
        #expect(reassignments.isEmpty)
        #expect(audited.isEmpty)
    }
}

// What this suite and its neighbours ask of the store, and do as an admin does it.
extension World {
    /// Who reassigns.
    static let admin = "key_admin"

    /// An admin gives a conversion to another referrer, a second after whatever was before.
    @discardableResult
    func reassign(
        _ conversion: ID<Conversion>, to referrer: Referrer, reason: String = "it was her recommendation"
    ) throws -> Reassigned {
        clock.advance(by: 1000)
        return try write { [secrets] transaction in
            let connection = transaction.connection
            let row = try connection.conversion(named: conversion.text)
            let target = try connection.referrer(named: referrer.id.text)
            let order = ReassignmentOrder(referrer: target, program: nil, reason: reason, actor: World.admin)
            return try EventRecorder(secrets: secrets).reassign(row, order, in: transaction)
        }
    }

    func stored(_ conversion: ID<Conversion>) throws -> ConversionRow {
        try write { try $0.connection.conversion(named: conversion.text) }
    }

    /// In the order of granting.
    func rewards(of conversion: ID<Conversion>) throws -> [RewardRow] {
        try write { try $0.connection.rewards(of: conversion) }
    }

    /// In the order (time, id) of the touchpoints.
    func verdicts(of conversion: ID<Conversion>) throws -> [Verdict] {
        let touches = try write { try $0.connection.touches(of: conversion) }
        return touches.map(\.judged.verdict)
    }

    /// All of the ledger.
    func entries() throws -> [EntryRow] {
        try write { try $0.connection.entries(Slice(from: 0, to: .max, limit: 1000)) }
    }

    /// What each reward's entries took from the program's cost is what is left of it, and no check finds a fault.
    fileprivate func expectBalance(of rewards: [RewardRow]) throws {
        let entries = try entries()
        for row in rewards {
            var taken: Int64 = 0
            for entry in entries where entry.reward == row.id {
                if entry.from.hasPrefix("cost:") { taken += entry.amount }
                if entry.to.hasPrefix("cost:") { taken -= entry.amount }
            }
            #expect(taken == row.reward.value.amount - row.reward.reversed, "\(row.id)")
        }
        let faults = try write { try $0.connection.faults() }
        #expect(faults == [])
    }
}
