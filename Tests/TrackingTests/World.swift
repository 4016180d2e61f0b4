import Domain
import Store
import Synchronization
import TestSupport
import Testing

@testable import Tracking

/// A clock that stands still until a test moves it.
final class HandClock: Sendable {
    private let moment = Mutex(Timestamp.exampleConversion)

    var now: Timestamp { moment.withLock { $0 } }

    func advance(by milliseconds: Int64) {
        moment.withLock { $0 = $0 + milliseconds }
    }
}

/// A real store, a program, and the few things that people do with it.
final class World: Sendable {
    private let folder: TemporaryFolder
    let clock = HandClock()
    let store: ReferralStore
    let secrets: Secrets
    let words = WordList()

    init() throws {
        folder = try TemporaryFolder()
        secrets = try #require(Secrets([UInt8](repeating: 7, count: Secrets.byteCount)))
        store = try ReferralStore.open(
            path: folder.path("test.db"),
            options: ReferralStore.Options(durability: .normal, clock: { [clock] in clock.now })
        ) { _ in }
    }

    deinit {
        store.close()
    }

    @discardableResult
    func write<Value: Sendable>(_ job: @escaping @Sendable (Transaction) throws -> Value) throws -> Value {
        try store.writer.wait(job)
    }

    /// An active program; the first one is the default.
    @discardableResult
    func program(_ slug: String = "friends", _ change: (inout ProgramTerms) -> Void = { _ in }) throws -> Program {
        var terms = ProgramTerms(
            name: slug, destinationURL: "https://shop.example/", currency: try #require(Currency("INR")),
            rewards: [
                RewardRule(
                    name: "thanks", trigger: .purchase, beneficiary: .referrer, kind: .cash,
                    value: .percent(BasisPoints(500), max: nil), holdDays: 14)
            ])
        change(&terms)
        let wanted = terms
        return try write { transaction in
            let program = try transaction.create(NewProgram(slug: slug, terms: wanted, isDefault: nil))
            return try transaction.set(.active, of: program)
        }
    }

    @discardableResult
    func referrer(_ customerID: String, code: String? = nil, email: String? = nil) throws -> Referrer {
        try write { transaction in
            var random = RandomSource { UInt64.random(in: .min ... .max) }
            var change = ProfileChange()
            if let email { change.email = email }
            let enrolment = Enrolment(customerID: customerID, change: change, code: code)
            return try transaction.enrol(enrolment, random: &random).referrer
        }
    }

    func set(_ status: ReferrerStatus, of referrer: Referrer) throws {
        try write { transaction in
            var change = ProfileChange()
            change.status = status
            _ = try transaction.change(referrer, change)
        }
    }

    func cookie(_ number: UInt8) -> String {
        Base64URL.encode([UInt8](repeating: number, count: 16))
    }

    /// A click on a referrer's own link, a second after whatever was before.
    @discardableResult
    func click(_ slug: String, cookie: String, isPrefetch: Bool = false) throws -> RecordedClick {
        clock.advance(by: 1000)
        let moment = clock.now
        let visitor = try #require(secrets.visitor(cookie: cookie))
        return try write { [words] transaction in
            let target = try #require(try transaction.connection.target(slug: slug))
            var signs: ClickSigns = .cookie
            switch target.disposition(at: moment) {
            case .live: break
            case .withoutCredit: signs.insert(.suspended)
            case .notLive: signs.insert(.notLive)
            }
            let browser = Array("Mozilla/5.0 (X11) Firefox/128.0".utf8)
            let request = ClickRequest(isHead: false, isPrefetch: isPrefetch, userAgent: UserAgent(browser[...]))
            let seen = SeenClick(
                target: target, request: request, visitor: visitor, mayBeKnown: true, signs: signs, channel: nil,
                referringHost: nil)
            let writing = ClickWriting(transaction, words: words, count: 1)
            let recorded = try writing.record(seen)
            try writing.finish()
            return recorded
        }
    }

    func token(_ click: RecordedClick, lookback: Lookback = .days(30)) -> String {
        ClickToken(click: click.id, lookback: lookback).signed(with: secrets)
    }

    func touch(
        _ customer: String, token: String? = nil, cookie: String? = nil, code: String? = nil, program: String? = nil,
        isNew: Bool? = nil
    ) -> ReportedEvent.Touch {
        ReportedEvent.Touch(
            customer: [CustomerKey(.id, customer)], isNewCustomer: isNew, clickToken: token, visitorCookie: cookie,
            code: code, program: program)
    }

    func signup(_ id: String, _ touch: ReportedEvent.Touch) throws -> RecordedEvent {
        try report(.signup(touch), eventID: id)
    }

    func purchase(
        _ orderID: String, _ touch: ReportedEvent.Touch, amount: Int64 = 100_000, state: OrderState = .paid,
        at moment: Timestamp? = nil
    ) throws -> RecordedEvent {
        let money = Money(minor: amount, currency: try #require(Currency("INR")))
        let purchase = ReportedEvent.Purchase(orderID: orderID, state: state, amount: money)
        return try report(.purchase(touch, purchase), at: moment)
    }

    func step(
        _ orderID: String, _ step: OrderStep, id: String? = nil, at moment: Timestamp? = nil
    ) throws -> RecordedEvent {
        try report(.order(orderID, step, refundID: id), at: moment)
    }

    /// Reports an event a second after whatever was before.
    private func report(
        _ report: ReportedEvent.Report, eventID: String? = nil, at moment: Timestamp? = nil
    ) throws -> RecordedEvent {
        clock.advance(by: 1000)
        let event = ReportedEvent(
            report: report, eventID: eventID, occurredAt: moment, body: "{}", fingerprint: [1], actor: "test")
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
