import Attribution
import Domain
import Store

/// A question to history: what would a program have credited under another policy?
package struct WhatIfQuestion: Sendable {
    package let program: Program
    package let policy: AttributionPolicy
    package let range: HistoryRange
    /// How many changed conversions are listed, the newest ones.
    package let limit: Int

    package init(program: Program, policy: AttributionPolicy, range: HistoryRange, limit: Int) {
        self.program = program
        self.policy = policy
        self.range = range
        self.limit = limit
    }
}

package struct WhatIfAnswer: Sendable {
    package struct Change: Sendable {
        package let conversion: ConversionRow
        package let after: [Credit]
        /// Why it would credit nobody.
        package let reasons: [String]
        /// Which program would take it.
        package let program: ID<Program>?
    }

    package internal(set) var replay = Replay()
    /// The newest ones, newest first.
    package internal(set) var changes: [Change] = []
    /// Conversions that an admin has decided: no policy changes these.
    package internal(set) var reassigned: Int64 = 0
    /// Conversions from before it was kept what a judgement knew of the customer: they cannot be judged again.
    package internal(set) var unknown: Int64 = 0
}

extension Connection {
    /// Judges the conversions that the program took, or had a touchpoint of, again as if the policy had been in force
    /// during the stretch of time, in the order they happened: bindings, touches that serve once and credited signups
    /// follow from the decisions it would have made. Windows that were frozen onto touchpoints stay, unless the policy's
    /// own differ from the program's now. An order that was reported before an earlier one was judged without it, so
    /// that the same policy, too, may decide otherwise here.
    /// - Throws: `TrackingError.tooMuch`.
    /// - Source: ATTRIBUTION.md §9, What-if replay.
    package func whatIf(_ question: WhatIfQuestion) throws -> WhatIfAnswer {
        var replaying = Replaying(question, self)
        try eachConversion(in: question.range) { try replaying.judge($0) }
        var answer = replaying.answer
        answer.changes = answer.changes.suffix(question.limit).reversed()
        return answer
    }
}
