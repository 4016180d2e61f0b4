import Domain
import Store
import TestSupport
import Testing

@testable import Tracking

@Suite("a binding")
struct BindingTests {
    @Test("keeps the customer with the first referrer, whose code a later order does not name")
    func laterCode() throws {
        let world = try World()
        try world.program("friends", locks)
        let (asha, bilal) = (try world.referrer("asha"), try world.referrer("bilal"))
        let first = try world.purchase("1", world.touch("c", code: asha.mainCode))
        #expect(first.conversion?.credits.map(\.referrer) == [asha.id])
        let second = try #require(try world.purchase("2", world.touch("c", code: bilal.mainCode)).conversion)
        #expect(second.credits.map(\.referrer) == [asha.id])
        #expect(second.credits.map(\.share) == [.whole])
        let credit = try #require(second.credits.first)
        #expect(credit.touchpoint == nil)
        // The code of the first order is the customer's still, and as little asked.
        #expect(try world.verdicts(of: second.id) == [.excluded(.bound), .excluded(.bound)])
    }

    @Test("takes an order without any touch, however late it comes, and pays for it")
    func noTouch() throws {
        let world = try World()
        let program = try world.program("friends", locks)
        let asha = try world.referrer("asha")
        _ = try world.bindingOrder("1", to: asha)
        world.clock.advance(by: 200 * Timestamp.day)
        let made = try world.purchase("2", world.touch("c"))
        let order = try #require(made.conversion)
        #expect(order.program == program.id)
        #expect(order.credits.map(\.referrer) == [asha.id])
        #expect(made.rewards.map(\.reward.person) == [.referrer(asha.id)])
        #expect(made.rewards.map(\.reward.value.amount) == [5000])
        #expect(try world.verdicts(of: order.id).isEmpty)
    }

    @Test("has no say in an order that names another program")
    func otherProgram() throws {
        let world = try World()
        try world.program("one", locks)
        let two = try world.program("two")
        _ = try world.bindingOrder("1", to: try world.referrer("asha"))
        let made = try world.purchase("2", world.touch("c", program: "two"))
        #expect(made.conversion?.program == two.id)
        #expect(made.conversion?.status == .unattributed)
    }

    @Test("beats another program's newer touch")
    func newerTouch() throws {
        let world = try World()
        let one = try world.program("one", locks)
        try world.program("two") { $0.attribution.newCustomersOnly = false }
        let (asha, bilal) = (try world.referrer("asha"), try world.referrer("bilal"))
        _ = try world.bindingOrder("1", to: asha)
        let newer = try world.click("\(bilal.mainCode)-two", cookie: world.cookie(2))
        let made = try world.purchase("2", world.touch("c", token: world.token(newer)))
        let order = try #require(made.conversion)
        #expect(order.program == one.id)
        #expect(order.credits.map(\.referrer) == [asha.id])
        #expect(try world.verdicts(of: order.id) == [.excluded(.outranked)])
    }

    @Test("to a suspended referrer is as none")
    func suspended() throws {
        let world = try World()
        try world.program("friends", locks)
        let (asha, bilal) = (try world.referrer("asha"), try world.referrer("bilal"))
        _ = try world.bindingOrder("1", to: asha)
        try world.set(.suspended, of: asha)
        let coded = try world.purchase("2", world.touch("c", code: bilal.mainCode))
        #expect(coded.conversion?.credits.map(\.referrer) == [bilal.id])
    }

    @Test("leaves alone an order that happened before it, though it is reported later")
    func earlierOrder() throws {
        let world = try World()
        try world.program("friends", locks)
        let (asha, bilal) = (try world.referrer("asha"), try world.referrer("bilal"))
        let binding = try world.bindingOrder("2", to: asha)
        let made = try world.purchase(
            "1", world.touch("c", code: bilal.mainCode), at: binding.occurredAt + -Timestamp.day)
        #expect(made.conversion?.credits.map(\.referrer) == [bilal.id])
    }

    @Test("holds for orders that happen before the program's end, whenever they are reported, and for none after it")
    func endedProgram() throws {
        let world = try World()
        let end = world.clock.now + 10 * Timestamp.day
        try world.program("friends") { terms in
            locks(&terms)
            terms.schedule.endsAt = end
        }
        let asha = try world.referrer("asha")
        let binding = try world.bindingOrder("1", to: asha)
        world.clock.advance(by: 20 * Timestamp.day)
        let after = try world.purchase("2", world.touch("c"))
        #expect(after.conversion?.status == .unattributed)
        let before = try world.purchase("3", world.touch("c"), at: binding.occurredAt + Timestamp.day)
        #expect(before.conversion?.credits.map(\.referrer) == [asha.id])
    }

    @Test("comes of a credited signup, too, and of no conversion that credits nobody")
    func signup() throws {
        let world = try World()
        try world.program("friends", locks)
        let (asha, bilal) = (try world.referrer("asha"), try world.referrer("bilal"))
        let own = try world.signup("s1", world.touch("asha", code: asha.mainCode))
        #expect(own.conversion?.status == .rejected)
        let bought = try world.purchase("1", world.touch("asha", code: bilal.mainCode))
        #expect(bought.conversion?.credits.map(\.referrer) == [bilal.id])
        _ = try world.signup("s2", world.touch("c", code: asha.mainCode))
        let later = try world.purchase("2", world.touch("c", code: bilal.mainCode))
        #expect(later.conversion?.credits.map(\.referrer) == [asha.id])
    }

    @Test("is not made where the policy ignores it")
    func ignored() throws {
        let world = try World()
        try world.program()
        let binding = try world.bindingOrder("1", to: try world.referrer("asha"))
        let customer = binding.customer
        let bindings = try world.write { try $0.connection.bindings(of: customer) }
        #expect(bindings.isEmpty)
        #expect(try world.purchase("2", world.touch("c")).conversion?.status == .unattributed)
    }
}

/// Existing customers count, so that it is the binding, and nothing else, that leaves out later touches.
private func locks(_ terms: inout ProgramTerms) {
    terms.attribution.binding = .locked
    terms.attribution.newCustomersOnly = false
}

extension World {
    /// The first order of the customer `c`, by a click that leaves no other trace of the referrer.
    fileprivate func bindingOrder(_ orderID: String, to referrer: Referrer) throws -> ConversionRow {
        let click = try click(referrer.mainCode, cookie: cookie(1))
        let made = try purchase(orderID, touch("c", token: token(click)))
        let conversion = try #require(made.conversion)
        #expect(conversion.credits.map(\.referrer) == [referrer.id])
        return conversion
    }
}
