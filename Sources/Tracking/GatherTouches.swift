import Domain
import Store

/// What is judged: an event that may be a conversion.
struct JudgedEvent: Sendable {
    struct Sale: Sendable {
        let orderID: String
        let order: Order
    }

    let event: ID<Event>
    let kind: ConversionKind
    let touch: ReportedEvent.Touch
    /// The program that the event names.
    let program: Program?
    let customer: ID<Customer>
    /// Nothing else is known of the customer yet: what earlier events brought need not be looked for.
    let isFirst: Bool
    let at: Timestamp
    /// nil for a signup.
    let sale: Sale?
}

extension ReportedEvent.Touch {
    /// The program that the event names.
    /// - Throws: `TrackingError.unknownReference`.
    func namedProgram(_ connection: Connection) throws -> Program? {
        try program.map { try connection.program(referredToAs: $0) }
    }
}

/// A touchpoint with the program it belongs to, and the version of that program's terms when it happened.
struct GatheredTouch {
    var touch: Touchpoint
    /// nil: nobody can tell, so it is shown whichever program judges.
    var program: ID<Program>?
    var version: Int64
}

/// Gathers the invitee's touches from all that is known: PRODUCT.md, "Building a journey".
struct TouchGatherer {
    /// How many clicks of one class a visitor's span may bring, the newest ones: touchpoints and others apart, so that
    /// no flood of prefetches pushes a touchpoint out.
    private static func limit(_ clickClass: ClickClass) -> Int { clickClass.isTouchpoint ? 200 : 10 }
    /// How many codes and signups are looked at, the newest ones.
    static let limit = 100
    /// How many touches a journey may have in all. Each is judged and stored while other writes wait.
    private static let total = 1000

    let transaction: Transaction
    let secrets: Secrets
    let subject: JudgedEvent
    private(set) var touches: [GatheredTouch] = []
    private var clicks: Set<ID<Click>> = []
    private let memory: TermsMemory

    init(_ subject: JudgedEvent, secrets: Secrets, _ terms: TermsMemory, _ transaction: Transaction) {
        memory = terms
        self.subject = subject
        self.secrets = secrets
        self.transaction = transaction
    }

    /// What is known of the customer once the event is recorded: nothing is written.
    mutating func gatherKnown() throws -> [GatheredTouch] {
        try addClickToken()
        try addVisitorClicks()
        try addEarlierCodes(besides: nil)
        try addSignups()
        return touches
    }

    private var connection: Connection { transaction.connection }

    mutating func gather() throws -> [GatheredTouch] {
        try addClickToken()
        try addVisitors()
        try addTypedCode()
        if !subject.isFirst {
            try addEarlierCodes(besides: subject.event)
            try addSignups()
        }
        return touches
    }

    /// The token in the event. What it names happened before the event, whatever the sender's clock says.
    private mutating func addClickToken() throws {
        guard let text = subject.touch.clickToken else { return }
        guard let token = ClickToken(text, secrets: secrets), let click = try connection.click(token.click) else {
            let touch = Touchpoint(
                id: Identifier(subject.event.text + "/click"), referrer: nil, kind: .click, at: subject.at,
                barred: .invalidClickToken)
            return touches.append(GatheredTouch(touch: touch, program: nil, version: 0))
        }
        try add(click, at: min(click.id.madeAt, subject.at), isExpired: subject.at > token.expiresAt)
    }

    /// Names the event's visitor for the customer, and takes the clicks of all visitors that were named so.
    private mutating func addVisitors() throws {
        let visitor = subject.touch.visitorCookie.flatMap { secrets.visitor(cookie: $0) }
        if let visitor { try connection.name(visitor, for: subject.customer, at: subject.at) }
        if visitor != nil || !subject.isFirst { try addVisitorClicks() }
    }

    private mutating func addVisitorClicks() throws {
        let spans = try connection.visitorSpans(of: subject.customer).joined()
        let known = try spans.map {
            try connection.clickIdentifiers(of: $0.visitor, after: $0.after, until: $0.until)
        }
        // Class by class, `human` first: should the journey be full, its repetitions are what is left out.
        for clickClass in ClickClass.allCases {
            for (span, known) in zip(spans, known) where touches.count < Self.total {
                let limit = Self.limit(clickClass)
                let clicks =
                    if let known {
                        try connection.clicks(known[clickClass] ?? [], by: span.visitor, limit: limit)
                    } else {
                        try connection.clicks(
                            of: span.visitor, clickClass, after: span.after, until: span.until, limit: limit)
                    }
                for click in clicks {
                    try add(click, at: click.id.madeAt, isExpired: false)
                }
            }
        }
    }

    private mutating func add(_ click: ClickRecord, at moment: Timestamp, isExpired: Bool) throws {
        guard clicks.insert(click.id).inserted else { return }
        let policy = try terms(click.program, click.version)?.attribution
        let touch = Touchpoint(
            id: Identifier(click.id.text), referrer: Identifier(click.referrer.text), kind: .click,
            channel: click.channel, at: moment, lookback: policy?.window(for: .click),
            barred: isExpired ? .invalidClickToken : click.bar)
        touches.append(GatheredTouch(touch: touch, program: click.program, version: click.version))
    }

    private mutating func addTypedCode() throws {
        guard let typed = subject.touch.code else { return }
        let code = try Code.normalised(typed).flatMap { try connection.code($0) }
        let program = try subject.program ?? memory.defaultProgram(in: transaction)
        let version = try program.map { try connection.version(of: $0, at: subject.at) } ?? 0
        let entry = CodeEntry(
            event: subject.event, customer: subject.customer, code: Code.normalised(typed) ?? "",
            referrer: code?.referrer, program: program?.id, version: version, at: subject.at,
            wasLive: program?.isRunning(at: subject.at) ?? false)
        try connection.insert(entry)
        try add(entry)
    }

    private mutating func addEarlierCodes(besides event: ID<Event>?) throws {
        for entry in try connection.codeEntries(of: subject.customer, limit: Self.limit) where entry.event != event {
            try add(entry)
        }
    }

    private mutating func add(_ entry: CodeEntry) throws {
        let policy = try entry.program.flatMap { try terms($0, entry.version)?.attribution }
        let barred: ExclusionReason? =
            if entry.referrer == nil {
                .unknownCode
            } else if !entry.wasLive {
                .programNotActive
            } else {
                nil
            }
        let touch = Touchpoint(
            id: Identifier(entry.event.text), referrer: entry.referrer.map { Identifier($0.text) }, kind: .code,
            at: entry.at, lookback: policy?.window(for: .code), barred: barred)
        let program = entry.referrer == nil ? nil : entry.program
        touches.append(GatheredTouch(touch: touch, program: program, version: entry.version))
    }

    private mutating func addSignups() throws {
        for signup in try connection.creditedSignups(of: subject.customer, limit: Self.limit) {
            guard let leader = signup.leader, let program = signup.program else { continue }
            let policy = try terms(program, signup.termsVersion)?.attribution
            let touch = Touchpoint(
                id: Identifier(signup.id.text), referrer: Identifier(leader.referrer.text), kind: .signup,
                at: signup.occurredAt, lookback: policy?.window(for: .signup))
            touches.append(GatheredTouch(touch: touch, program: program, version: signup.termsVersion))
        }
    }

    private func terms(_ program: ID<Program>, _ version: Int64) throws -> ProgramTerms? {
        try memory.terms(of: program, version: version, in: transaction)
    }
}

extension ClickRecord {
    /// Why the click is no touchpoint, as far as that was known when it came.
    fileprivate var bar: ExclusionReason? {
        switch clickClass {
        case .own: .selfReferral
        case .bot, .preview, .prefetch, .head: .notHuman
        case .human, .duplicate:
            seen.contains(.notLive) ? .programNotActive : seen.contains(.suspended) ? .disqualifiedReferrer : nil
        }
    }
}

extension [VisitorSpan] {
    /// Spans of one visitor that follow each other as one: a customer who is named with the same visitor in every
    /// event has one span, not one an event. Newest first.
    fileprivate func joined() -> [VisitorSpan] {
        var joined: [VisitorSpan] = []
        for span in sorted(by: { ($0.visitor.hash, $0.until) > ($1.visitor.hash, $1.until) }) {
            if let last = joined.last, last.visitor == span.visitor, last.after == span.until {
                joined[joined.count - 1] = VisitorSpan(visitor: span.visitor, after: span.after, until: last.until)
            } else {
                joined.append(span)
            }
        }
        return joined.sorted { $0.until > $1.until }
    }
}
