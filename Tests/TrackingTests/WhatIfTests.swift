import Domain
import Store
import TestSupport
import Testing

@testable import Tracking

@Suite("history under another policy")
struct WhatIfTests {
    @Test("splits between all who were clicked under the linear model, and differences sum to nothing")
    func linear() throws {
        let world = try World()
        let program = try world.program()
        let (asha, bilal) = try world.splittable()
        let answer = try world.whatIf(program) { $0.model = .linear }
        let replay = answer.replay
        #expect(replay.conversions == 1)
        #expect(replay.changed == 1)
        let (ashas, bilals) = (replay.byReferrer[asha.identifier], replay.byReferrer[bilal.identifier])
        #expect(ashas?.before.share == 0)
        #expect(ashas?.after.share == 5000)
        #expect(bilals?.before.share == 10_000)
        #expect(bilals?.after.share == 5000)
        let currency = program.terms.currency
        #expect(ashas?.after.amounts[currency] == 50_000)
        #expect(bilals?.before.amounts[currency] == 100_000)
        #expect(bilals?.after.amounts[currency] == 50_000)
        #expect(replay.credited.before == replay.credited.after)
        #expect(replay.credited.after.share == 10_000)
        #expect(replay.credited.after.amounts[currency] == 100_000)
        #expect(replay.unattributed.before.share == 0)
        #expect(replay.unattributed.after.share == 0)
        let differences = replay.byReferrer.values.map { $0.after.share - $0.before.share }
        #expect(differences.reduce(0, +) == 0)
    }

    @Test("is a question only: the record stays as it is")
    func record() throws {
        let world = try World()
        let program = try world.program()
        _ = try world.splittable()
        let all = Slice(from: 0, to: .max, limit: 100)
        let before = try world.write { try $0.connection.conversions(all) }
        let entries = try world.entries()
        let answer = try world.whatIf(program) { $0.model = .linear }
        #expect(answer.replay.changed == 1)
        let after = try world.write { try $0.connection.conversions(all) }
        #expect(after == before)
        #expect(try world.entries() == entries)
    }

    @Test("is as it was where the policy is the same", arguments: [Binding.ignore, .locked])
    func samePolicy(binding: Binding) throws {
        let world = try World()
        let program = try world.program { $0.attribution.binding = binding }
        let (asha, bilal) = (try world.referrer("asha"), try world.referrer("bilal"))
        let one = try world.click(asha.mainCode, cookie: world.cookie(1))
        let two = try world.click(bilal.mainCode, cookie: world.cookie(2))
        _ = try world.signup("s", world.touch("c", token: world.token(two)))
        _ = try world.purchase("1", world.touch("c", token: world.token(one)))
        _ = try world.purchase("2", world.touch("c"))
        _ = try world.purchase("3", world.touch("d", token: world.token(one), isNew: false))
        let answer = try world.whatIf(program) { _ in }
        #expect(answer.replay.conversions == 4)
        #expect(answer.replay.changed == 0)
        #expect(answer.changes.isEmpty)
        #expect(answer.replay.byReferrer.values.allSatisfy { $0.before == $0.after })
    }

    @Test("takes in an older click with a longer window: what referrers gain is no longer unattributed")
    func longerWindow() throws {
        let world = try World()
        let program = try world.program()
        let asha = try world.referrer("asha")
        try world.click(asha.mainCode, cookie: world.cookie(1))
        world.clock.advance(by: 40 * Timestamp.day)
        let made = try world.purchase("1", world.touch("c", cookie: world.cookie(1)))
        #expect(made.conversion?.reasons == ["outside_window"])
        let answer = try world.whatIf(program) { $0.lookback = .days(60) }
        #expect(answer.changes.first?.after.map(\.referrer) == [asha.identifier])
        let replay = answer.replay
        let gained = replay.credited.after.share - replay.credited.before.share
        let lost = replay.unattributed.before.share - replay.unattributed.after.share
        #expect(gained == 10_000)
        #expect(lost == 10_000)
    }

    @Test("binds later orders under a policy that locks, also one without any touch")
    func locked() throws {
        let world = try World()
        let program = try world.program { $0.attribution.newCustomersOnly = false }
        let (asha, bilal) = (try world.referrer("asha"), try world.referrer("bilal"))
        _ = try world.clickedOrder("1", by: "c", asha)
        let second = try world.clickedOrder("2", by: "c", bilal)
        #expect(second.credits.map(\.referrer) == [bilal.id])
        let third = try world.purchase("3", world.touch("c"))
        #expect(third.conversion?.status == .unattributed)
        let answer = try world.whatIf(program) { $0.binding = .locked }
        #expect(answer.replay.conversions == 3)
        #expect(answer.changes.map(\.conversion.orderID) == ["3", "2"])
        for change in answer.changes {
            #expect(change.after.map(\.referrer) == [asha.identifier])
            #expect(change.program == program.id)
        }
    }

    @Test("leaves out what an admin has decided, and counts it")
    func reassigned() throws {
        let world = try World()
        let program = try world.program()
        let (asha, bilal) = (try world.referrer("asha"), try world.referrer("bilal"))
        let first = try world.clickedOrder("1", by: "c", asha)
        _ = try world.clickedOrder("2", by: "d", asha)
        try world.reassign(first.id, to: bilal)
        let answer = try world.whatIf(program) { $0.eligibleKinds = [] }
        #expect(answer.reassigned == 1)
        #expect(answer.replay.conversions == 1)
        #expect(answer.changes.map(\.conversion.orderID) == ["2"])
    }

    @Test("begins with the first moment of the range, and ends before its last")
    func range() throws {
        let world = try World()
        let program = try world.program()
        let asha = try world.referrer("asha")
        _ = try world.clickedOrder("1", by: "c", asha)
        let second = try world.clickedOrder("2", by: "d", asha)
        let third = try world.clickedOrder("3", by: "e", asha)
        let answer = try world.whatIf(program, from: second.occurredAt, to: third.occurredAt) {
            $0.eligibleKinds = []
        }
        #expect(answer.replay.conversions == 1)
        #expect(answer.changes.map(\.conversion.orderID) == ["2"])
        #expect(answer.changes.first?.reasons == ["ineligible_kind"])
    }

    @Test("lists the newest changes first, no more than were asked for, and counts all of them")
    func limit() throws {
        let world = try World()
        let program = try world.program()
        let asha = try world.referrer("asha")
        for number in 1...7 { _ = try world.clickedOrder("\(number)", by: "c\(number)", asha) }
        let answer = try world.whatIf(program, limit: 2) { $0.eligibleKinds = [] }
        #expect(answer.replay.changed == 7)
        #expect(answer.changes.map(\.conversion.orderID) == ["7", "6"])
    }

    @Test("has a signup that would be somebody else's count for that one in the orders after it")
    func signup() throws {
        let world = try World()
        let program = try world.program { $0.attribution.lookbackByKind = [.signup: .days(90)] }
        let (asha, bilal) = (try world.referrer("asha"), try world.referrer("bilal"))
        try world.click(asha.mainCode, cookie: world.cookie(1))
        try world.click(bilal.mainCode, cookie: world.cookie(1))
        let signup = try #require(try world.signup("s", world.touch("c", cookie: world.cookie(1))).conversion)
        #expect(signup.credits.map(\.referrer) == [bilal.id])
        // The clicks are too old by then: the signup alone leads to a referrer.
        world.clock.advance(by: 40 * Timestamp.day)
        let order = try #require(try world.purchase("1", world.touch("c")).conversion)
        #expect(order.credits.map(\.referrer) == [bilal.id])
        let answer = try world.whatIf(program) { $0.model = .firstTouch }
        #expect(answer.changes.map(\.conversion.id) == [order.id, signup.id])
        let after = try #require(answer.changes.first).after
        #expect(after.map(\.referrer) == [asha.identifier])
        #expect(after.first?.touchpoint == Identifier(signup.id.text))
    }
}

extension Referrer {
    fileprivate var identifier: Identifier { Identifier(id.text) }
}

extension World {
    /// Asks by a connection that can only read.
    /// - Parameter change: what would be different in the program's policy.
    fileprivate func whatIf(
        _ program: Program, from: Timestamp? = nil, to: Timestamp? = nil, limit: Int = 100,
        _ change: (inout AttributionPolicy) -> Void
    ) throws -> WhatIfAnswer {
        var policy = program.terms.attribution
        change(&policy)
        let question = WhatIfQuestion(
            program: program, policy: policy, range: HistoryRange(from: from, to: to), limit: limit)
        return try store.readers.wait { try $0.whatIf(question) }
    }

    /// One order after a click of each, which the last of them, Bilal, is credited for.
    fileprivate func splittable() throws -> (asha: Referrer, bilal: Referrer) {
        let (asha, bilal) = (try referrer("asha"), try referrer("bilal"))
        try click(asha.mainCode, cookie: cookie(1))
        try click(bilal.mainCode, cookie: cookie(1))
        let made = try purchase("1", touch("c", cookie: cookie(1)))
        #expect(made.conversion?.credits.map(\.referrer) == [bilal.id])
        return (asha, bilal)
    }

    /// An order by a click of its own, known by its token only.
    fileprivate func clickedOrder(
        _ orderID: String, by customer: String, _ referrer: Referrer
    ) throws -> ConversionRow {
        let click = try click(referrer.mainCode, cookie: cookie(1))
        let made = try purchase(orderID, touch(customer, token: token(click)))
        return try #require(made.conversion)
    }
}
