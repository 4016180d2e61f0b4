import Domain
import Store
import TestSupport
import Testing

@testable import Tracking

@Suite("a journey")
struct JourneyTests {
    @Test(
        "credits the last of A, B, A, and the first under first touch",
        arguments: [AttributionModel.lastTouch, .firstTouch])
    func lastAndFirst(model: AttributionModel) throws {
        let world = try World()
        try world.program { $0.attribution.model = model }
        let (a, b) = (try world.referrer("a"), try world.referrer("b"))
        for referrer in [a, b, a] { _ = try world.click(referrer.mainCode, cookie: world.cookie(1)) }
        let made = try world.purchase("1", world.touch("c", cookie: world.cookie(1)))
        #expect(made.conversion?.credits.map(\.referrer) == [a.id])
        let verdicts = try world.write { try $0.connection.touches(of: try #require(made.conversion).id) }.map(\.judged)
        #expect(verdicts.count == 3)
    }

    @Test("takes a click for the first customer that is reported with its visitor at or after it")
    func sharedBrowser() throws {
        let world = try World()
        try world.program()
        let asha = try world.referrer("asha")
        _ = try world.click(asha.mainCode, cookie: world.cookie(1))
        let first = try world.purchase("1", world.touch("first", cookie: world.cookie(1)))
        let second = try world.purchase("2", world.touch("second", cookie: world.cookie(1)))
        #expect(first.conversion?.status == .credited)
        #expect(second.conversion?.status == .unattributed)
        #expect(second.conversion?.reasons == ["no_touchpoint"])
    }

    @Test("follows the customer from the phone that clicked to the laptop that buys, through the signup")
    func twoDevices() throws {
        let world = try World()
        try world.program()
        let asha = try world.referrer("asha")
        let click = try world.click(asha.mainCode, cookie: world.cookie(1))
        _ = try world.signup("s", world.touch("c", token: world.token(click)))
        let made = try world.purchase("1", world.touch("c"))
        #expect(made.conversion?.credits.map(\.referrer) == [asha.id])
        #expect(made.conversion?.credits.first?.touchpoint?.hasPrefix("cnv_") == true)
    }

    @Test("remembers a code that was typed in an earlier event")
    func earlierCode() throws {
        let world = try World()
        try world.program()
        let (asha, bilal) = (try world.referrer("asha"), try world.referrer("bilal"))
        _ = try world.signup("s", world.touch("c", code: asha.mainCode.lowercased()))
        _ = try world.click(bilal.mainCode, cookie: world.cookie(1))
        let made = try world.purchase("1", world.touch("c", cookie: world.cookie(1)))
        #expect(made.conversion?.credits.map(\.referrer) == [asha.id])
    }

    @Test("goes to the program that holds the newest eligible touch")
    func twoPrograms() throws {
        let world = try World()
        try world.program("one")
        let two = try world.program("two")
        let asha = try world.referrer("asha")
        _ = try world.click("\(asha.mainCode)-two", cookie: world.cookie(1))
        let first = try world.purchase("1", world.touch("c", cookie: world.cookie(1)))
        #expect(first.conversion?.program == two.id)
        let named = try world.purchase("2", world.touch("d", cookie: world.cookie(1), program: "one"))
        #expect(named.conversion?.status == .unattributed)
    }

    @Test("keeps the window that was frozen onto the click, whatever the program says later")
    func frozenWindow() throws {
        let world = try World()
        let program = try world.program()
        let asha = try world.referrer("asha")
        let click = try world.click(asha.mainCode, cookie: world.cookie(1))
        try world.write { transaction in
            var terms = program.terms
            terms.attribution.lookback = .days(1)
            _ = try transaction.change(program, slug: program.slug, terms: terms, isDefault: nil)
        }
        world.clock.advance(by: 20 * Timestamp.day)
        let made = try world.purchase("1", world.touch("c", token: world.token(click)))
        #expect(made.conversion?.status == .credited)
        #expect(made.conversion?.policyVersion == 2)
        #expect(made.conversion?.termsVersion == 1)
    }

    @Test("is rejected with its reason when a known referrer is ruled out")
    func ruledOut() throws {
        let world = try World()
        try world.program()
        let asha = try world.referrer("asha")
        let click = try world.click(asha.mainCode, cookie: world.cookie(1))
        let own = try world.purchase("1", world.touch("asha", token: world.token(click)))
        #expect(own.conversion?.status == .rejected)
        #expect(own.conversion?.reasons == ["self_referral"])
        let existing = try world.purchase("2", world.touch("c", token: world.token(click), isNew: false))
        #expect(existing.conversion?.reasons == ["existing_customer"])
        let forged = try world.purchase("3", world.touch("d", token: "AAAA"))
        #expect(forged.conversion?.status == .unattributed)
        #expect(forged.conversion?.reasons == ["invalid_click_token"])
        let unknown = try world.purchase("4", world.touch("e", code: "NOBODY"))
        #expect(unknown.conversion?.status == .unattributed)
        #expect(unknown.conversion?.reasons == ["unknown_code"])
    }

    @Test("has no credit for a click that came after the conversion")
    func laterClick() throws {
        let world = try World()
        try world.program()
        let before = world.clock.now
        try world.click(try world.referrer("asha").mainCode, cookie: world.cookie(1))
        _ = try world.signup("s", world.touch("c", cookie: world.cookie(1)))
        let made = try world.purchase("1", world.touch("c"), at: before)
        #expect(made.conversion?.status == .rejected)
        #expect(made.conversion?.reasons == ["after_conversion"])
    }

    @Test(
        "keeps its touchpoints under a flood of prefetches and duplicates",
        arguments: [AttributionModel.lastTouch, .firstTouch])
    func flood(model: AttributionModel) throws {
        let world = try World()
        try world.program { $0.attribution.model = model }
        let (asha, bilal) = (try world.referrer("asha"), try world.referrer("bilal"))
        try world.click(asha.mainCode, cookie: world.cookie(1))
        for _ in 0..<250 { try world.click(bilal.mainCode, cookie: world.cookie(1), isPrefetch: true) }
        if model == .firstTouch {
            for _ in 0..<250 { try world.click(bilal.mainCode, cookie: world.cookie(1)) }
        }
        let made = try world.purchase("1", world.touch("c", cookie: world.cookie(1)))
        #expect(made.conversion?.credits.map(\.referrer) == [asha.id])
    }

    @Test("keeps the click that earns, however many duplicates came between later orders of two who share a browser")
    func manySpans() throws {
        let world = try World()
        try world.program()
        let asha = try world.referrer("asha")
        try world.click(asha.mainCode, cookie: world.cookie(1))
        for round in 0..<7 {
            for customer in ["c", "d"] {
                let made = try world.purchase("\(customer)-\(round)", world.touch(customer, cookie: world.cookie(1)))
                if customer == "c" { #expect(made.conversion?.status == .credited, "round \(round)") }
            }
            for _ in 0..<200 { try world.click(asha.mainCode, cookie: world.cookie(1)) }
        }
    }

    @Test("knows the person by an email address that an earlier account has")
    func secondAccount() throws {
        let world = try World()
        try world.program()
        let asha = try world.referrer("asha", email: "a@b.example")
        let bilal = try world.referrer("bilal")
        func touch(_ id: String, _ code: String) -> ReportedEvent.Touch {
            let keys = [CustomerKey(.id, id), CustomerKey(.email, "a@b.example")]
            return ReportedEvent.Touch(customer: keys, code: code)
        }
        _ = try world.signup("s", touch("asha", bilal.mainCode))
        let own = try world.purchase("1", touch("asha-2", asha.mainCode))
        #expect(own.conversion?.reasons == ["self_referral"])
        world.clock.advance(by: Timestamp.day)
        let existing = try world.purchase("2", touch("asha-3", bilal.mainCode))
        #expect(existing.conversion?.reasons == ["existing_customer"])
    }

    @Test("has no credit for a click while the referrer was suspended, also after the suspension")
    func suspension() throws {
        let world = try World()
        try world.program()
        let asha = try world.referrer("asha")
        try world.set(.suspended, of: asha)
        try world.click(asha.mainCode, cookie: world.cookie(1))
        try world.set(.active, of: asha)
        let made = try world.purchase("1", world.touch("c", cookie: world.cookie(1)))
        #expect(made.conversion?.reasons == ["disqualified_referrer"])
    }

    @Test("shows the touches of a program that lost as outranked")
    func losers() throws {
        let world = try World()
        try world.program("one")
        try world.program("two")
        let asha = try world.referrer("asha")
        let lost = try world.click(asha.mainCode, cookie: world.cookie(1))
        let won = try world.click("\(asha.mainCode)-two", cookie: world.cookie(1))
        let made = try world.purchase("1", world.touch("c", cookie: world.cookie(1)))
        let verdicts = try world.write { try $0.connection.touches(of: try #require(made.conversion).id) }.map(\.judged)
        #expect(verdicts.map(\.touchpoint.id.text) == [lost.id.text, won.id.text])
        #expect(verdicts.map(\.verdict) == [.excluded(.outranked), .credited(weight: .one)])
    }

    @Test("of an expired token is rejected, because the token still names a click")
    func expiredToken() throws {
        let world = try World()
        try world.program()
        let click = try world.click(try world.referrer("asha").mainCode, cookie: world.cookie(1))
        world.clock.advance(by: 31 * Timestamp.day)
        let made = try world.purchase("1", world.touch("c", token: world.token(click)))
        #expect(made.conversion?.status == .rejected)
        #expect(made.conversion?.reasons == ["invalid_click_token"])
    }

    @Test("joins a guest's email address to the account that is opened with it, but no account to another")
    func customers() throws {
        let world = try World()
        try world.program()
        let asha = try world.referrer("asha")
        func touch(_ id: String?, code: String? = nil) -> ReportedEvent.Touch {
            ReportedEvent.Touch(
                customer: [id.map { CustomerKey(.id, $0) }, CustomerKey(.email, "c@d.example")].compactMap { $0 },
                code: code)
        }
        _ = try world.signup("s", touch(nil, code: asha.mainCode))
        let first = try world.purchase("1", touch("c-1"))
        #expect(first.conversion?.status == .credited)
        let second = try world.purchase("2", touch("c-2"))
        #expect(second.conversion?.customer != first.conversion?.customer)
        #expect(second.conversion?.status == .unattributed)
    }
}
