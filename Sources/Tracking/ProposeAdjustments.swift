import Attribution
import Domain
import Store

// Late data: a touchpoint that is reported after a conversion it came before. The decision stands; what it would have
// been is proposed to the admin.

extension EventRecorder {
    /// How many of a customer's conversions are looked at, the newest ones.
    private static let mostConversions = 20

    /// Judges the customer's earlier reported conversions again with what is known now.
    /// - Returns: what is proposed anew, or otherwise than before; nothing is booked.
    /// - Source: ATTRIBUTION.md §9, Late data.
    func proposeAdjustments(
        after subject: JudgedEvent, _ recorded: ConversionRow?, _ transaction: Transaction
    ) throws -> [ProposedAdjustment] {
        let touch = subject.touch
        guard !subject.isFirst else { return [] }
        guard touch.visitorCookie != nil || touch.code != nil || touch.clickToken != nil || recorded?.kind == .signup
        else { return [] }
        let connection = transaction.connection
        let earlier = try connection.conversions(of: subject.customer, limit: Self.mostConversions)
            .filter { $0.id != recorded?.id && $0.revision == 0 }
        guard !earlier.isEmpty else { return [] }
        var gatherer = TouchGatherer(subject, secrets: secrets, terms, transaction)
        let known = try gatherer.gatherKnown()
        let inactive = try Set(known.compactMap(\.program)).filter { try connection.program($0)?.status != .active }
        return try earlier.compactMap {
            try proposal(for: $0, known.map { $0.barred(inactive) }, subject, transaction)
        }
    }

    private func proposal(
        for row: ConversionRow, _ known: [GatheredTouch], _ subject: JudgedEvent, _ transaction: Transaction
    ) throws -> ProposedAdjustment? {
        let connection = transaction.connection
        let stored = try connection.touches(of: row.id)
        let seen = Set(stored.map(\.judged.touchpoint.id.text) + [row.id.text, row.event.text])
        let late = known.filter { touch in
            touch.touch.at <= row.occurredAt && !seen.contains(touch.touch.id.text)
                && (!row.namesProgram || touch.program == nil || touch.program == row.program)
        }
        guard !late.isEmpty, try row.orderID.flatMap({ try connection.order($0) })?.order.state.isEnd != true else {
            return nil
        }
        guard let facts = row.facts else { return nil }
        let judgement = try judgeAgain(
            row, facts, stored.map { GatheredTouch($0, of: row) }, late: late, transaction)
        let credits = judgement.creditRows(at: row.occurredAt)
        let before = try connection.proposedAdjustment(of: row.id)
        guard Set(credits.map(\.part)) != Set(row.credits.map(\.part)) else {
            if before != nil { try connection.withdrawAdjustment(of: row.id) }
            return nil
        }
        let adjustment = ProposedAdjustment(
            conversion: row.id, event: subject.event, at: transaction.now, program: judgement.contender.program,
            late: late.map(\.touch.id.text).sorted(), credits: credits)
        guard before?.credits != adjustment.credits || before?.late != adjustment.late else { return nil }
        try connection.propose(adjustment)
        return adjustment
    }

    /// As on the conversion's day, but for the touches: the customer as known then, the policies in force then.
    private func judgeAgain(
        _ row: ConversionRow, _ facts: JourneyFacts, _ stored: [GatheredTouch], late: [GatheredTouch],
        _ transaction: Transaction
    ) throws -> Judgement {
        let connection = transaction.connection
        var facts = facts
        facts.disqualified.formUnion(try connection.suspended(among: Set(late.compactMap(\.touch.referrer))))
        let programs = row.namesProgram ? [] : Set((stored + late).compactMap(\.program))
        let contenders = try programs.union([row.program].compactMap(\.self)).sorted().map { program in
            let version = try connection.programVersion(program, at: row.occurredAt)
            let policy = try terms.terms(of: program, version: version, in: transaction)?.attribution
            var own = facts
            if program != row.program { (own.boundReferrer, own.previousAt) = (nil, nil) }
            return Contender(
                program: program, version: version, policy: policy ?? AttributionPolicy(), facts: own)
        }
        let served = try connection.servedTouches(row.kind, of: row.customer, contenders)
        return try contest(
            among: contenders.orNone(facts), touches: stored + late.map { $0.consumed(served) },
            customer: Identifier(row.customer.text),
            conversion: JourneyConversion(at: row.occurredAt, amount: row.amount))
    }
}

extension GatheredTouch {
    /// As it was stored with a conversion. Of no program: the one that took the conversion, as it was before programs
    /// were kept with touches.
    init(_ stored: JudgedTouch, of row: ConversionRow) {
        let isKnown = stored.judged.touchpoint.referrer != nil
        self.init(
            touch: stored.judged.touchpoint, program: stored.program ?? (isKnown ? row.program : nil),
            version: stored.version == 0 ? row.termsVersion : stored.version)
    }
}

extension CreditRow {
    /// What makes two decisions differ.
    fileprivate var part: [String] { [referrer.text, String(share.count)] }
}
