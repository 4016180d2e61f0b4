import Domain
import Ledger
import Store

/// What became of an event.
package struct RecordedEvent: Sendable {
    package let id: ID<Event>
    package let type: String
    /// Whether it waits for its order, which has not come yet.
    package var isWaiting = false
    /// The conversion that it made or touched.
    package var conversion: ConversionRow?
    /// Every reward that it made or changed.
    package var rewards: [RewardRow] = []
    package var refused: [RefusedReward] = []
    /// What it would change of conversions that were reported before it; nothing of that is booked.
    package var adjustments: [ProposedAdjustment] = []

    init(id: ID<Event>, type: String) {
        self.id = id
        self.type = type
    }
}

/// The reply to an event, the first one or that first one again.
package struct EventReply: Sendable {
    /// 201, 202 where it waits for its order, 200 where it had come before.
    package let status: Int
    /// JSON text.
    package let body: String
    package let isReplay: Bool
}

/// Records what the shop reports: once, judged, rewarded and answered in one transaction.
package struct EventRecorder: Sendable {
    /// How far ahead of ours the sender's clock may be; within it, the event counts as happening now.
    static let clockTolerance = 5 * Timestamp.minute

    let secrets: Secrets
    let terms = TermsMemory()

    package init(secrets: Secrets) {
        self.secrets = secrets
    }

    /// - Parameter render: makes the reply's text, which is kept with the event.
    /// - Throws: `TrackingError`; nothing is stored then.
    package func record(
        _ event: ReportedEvent, in transaction: Transaction, render: (RecordedEvent, Connection) throws -> String
    ) throws -> EventReply {
        if let earlier = try earlierReply(to: event, transaction.connection) { return earlier }
        let occurredAt = try occurrence(of: event, now: transaction.now)
        let recorded =
            switch event.report {
            case .signup(let touch):
                try recordSignup(event, touch, at: occurredAt, transaction)
            case .purchase(let touch, let purchase):
                try recordPurchase(event, touch, purchase, at: occurredAt, transaction)
            case .order(let orderID, let step, _):
                try recordOrderStep(event, orderID, step, at: occurredAt, transaction)
            }
        let reply = EventReply(
            status: recorded.isWaiting ? 202 : 201, body: try render(recorded, transaction.connection), isReplay: false)
        try transaction.connection.setReply(reply.body, status: reply.status, of: recorded.id)
        return reply
    }

    /// The first reply, where the same event has come before.
    private func earlierReply(to event: ReportedEvent, _ connection: Connection) throws -> EventReply? {
        let byKey = try event.eventID.flatMap { try connection.event(key: $0) }
        let byOrder = try event.naturalKey.flatMap { try connection.event(naturalKey: $0) }
        guard let earlier = byKey ?? byOrder else { return nil }
        guard earlier.fingerprint == event.fingerprint else {
            throw TrackingError.differs(id: (byKey == nil ? event.naturalID : event.eventID) ?? "", earlier: earlier.id)
        }
        return EventReply(status: 200, body: earlier.reply, isReplay: true)
    }

    private func occurrence(of event: ReportedEvent, now: Timestamp) throws -> Timestamp {
        guard let occurredAt = event.occurredAt else { return now }
        guard occurredAt <= now + Self.clockTolerance else {
            throw TrackingError.inFuture(at: occurredAt, now: now)
        }
        return min(occurredAt, now)
    }

    private func recordSignup(
        _ event: ReportedEvent, _ touch: ReportedEvent.Touch, at moment: Timestamp, _ transaction: Transaction
    ) throws -> RecordedEvent {
        // Refused, if it is, before anything is written.
        let program = try touch.namedProgram(transaction.connection)
        let customer = try transaction.customer(of: touch)
        let id = try insert(event, of: customer.id, at: moment, transaction)
        let subject = JudgedEvent(
            event: id, kind: .signup, touch: touch, program: program, customer: customer.id, isFirst: customer.isNew,
            at: moment, sale: nil)
        var recorded = try reward(subject, judge(subject, transaction), event, transaction)
        recorded.adjustments = try proposeAdjustments(after: subject, recorded.conversion, transaction)
        return recorded
    }

    private func recordPurchase(
        _ event: ReportedEvent, _ touch: ReportedEvent.Touch, _ purchase: ReportedEvent.Purchase, at moment: Timestamp,
        _ transaction: Transaction
    ) throws -> RecordedEvent {
        // Refused, if it is, before anything is written.
        let program = try touch.namedProgram(transaction.connection)
        let customer = try transaction.customer(of: touch)
        let id = try insert(event, of: customer.id, at: moment, transaction)
        let order = Order(state: purchase.state, amount: purchase.amount.minor, currency: purchase.amount.currency)
        let subject = JudgedEvent(
            event: id, kind: .purchase, touch: touch, program: program, customer: customer.id, isFirst: customer.isNew,
            at: moment, sale: JudgedEvent.Sale(orderID: purchase.orderID, order: order))
        // Judged before the order is a row: the order itself does not make its customer an existing one.
        let judgement = try judge(subject, transaction)
        try transaction.connection.insert(
            OrderRow(orderID: purchase.orderID, event: id, customer: customer.id, order: order, occurredAt: moment))
        var recorded = try reward(subject, judgement, event, transaction)
        try applyWaiting(order: purchase.orderID, to: &recorded, actor: event.actor, transaction)
        recorded.adjustments = try proposeAdjustments(after: subject, recorded.conversion, transaction)
        return recorded
    }

    func insert(
        _ event: ReportedEvent, of customer: ID<Customer>?, at moment: Timestamp, _ transaction: Transaction
    ) throws -> ID<Event> {
        let id = transaction.mint(Event.self)
        try transaction.connection.insert(
            EventRow(
                id: id, type: event.type, eventKey: event.eventID, naturalKey: event.naturalKey, orderID: event.orderID,
                customer: customer, occurredAt: moment, body: event.body, fingerprint: event.fingerprint))
        return id
    }
}
