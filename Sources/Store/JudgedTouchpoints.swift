import Domain

/// A touchpoint as it was judged, with whose it is.
package struct JudgedTouch: Hashable, Sendable {
    package var judged: TouchpointVerdict
    /// nil: nobody can tell, or it is from before this was kept.
    package var program: ID<Program>?
    /// The program's terms when it happened; 0 without a program.
    package var version: Int64

    package init(judged: TouchpointVerdict, program: ID<Program>?, version: Int64) {
        self.judged = judged
        self.program = program
        self.version = version
    }
}

// The touchpoints of a conversion with the verdict each got, kept so that an explanation never changes.

extension Connection {
    package func insert(_ touches: [JudgedTouch], of conversion: ID<Conversion>) throws {
        for (position, entry) in touches.enumerated() {
            let touch = entry.judged.touchpoint
            let verdict = entry.judged.verdict.stored
            try run(
                """
                INSERT INTO touchpoint (conversion, position, id, referrer, kind, channel, at, has_own_lookback,
                    lookback_ms, verdict, reason, weight_numerator, weight_denominator, program, version, barred)
                VALUES (\(conversion), \(position), \(touch.id.text),
                    \(touch.referrer.flatMap { ID<Referrer>($0.text) }), \(touch.kind.rawValue), \(touch.channel),
                    \(touch.at), \(touch.lookback != nil), \(touch.lookback?.storedMilliseconds), \(verdict.word),
                    \(verdict.reason), \(verdict.part), \(verdict.whole), \(entry.program), \(entry.version),
                    \(touch.barred?.rawValue))
                """)
        }
    }

    /// In the order (time, id).
    package func touches(of conversion: ID<Conversion>) throws -> [JudgedTouch] {
        try rows(
            """
            SELECT id, referrer, kind, channel, at, has_own_lookback, lookback_ms, verdict, reason, weight_numerator,
                   weight_denominator, program, version, barred
              FROM touchpoint
             WHERE conversion = \(conversion)
             ORDER BY position
            """
        ) { row in
            let referrer: ID<Referrer>? = row.optionalID(1)
            let touch = Touchpoint(
                id: Identifier(row.text(0)), referrer: referrer.map { Identifier($0.text) }, kind: try row.word(2),
                channel: row.optionalText(3), at: row.timestamp(4),
                lookback: row.bool(5) ? Lookback(storedMilliseconds: row.optionalInt64(6)) : nil,
                barred: row.optionalText(13) == nil ? nil : try row.word(13))
            return JudgedTouch(
                judged: TouchpointVerdict(touchpoint: touch, verdict: try row.verdict(7)), program: row.optionalID(11),
                version: row.int64(12))
        }
    }
}

extension Verdict {
    /// A decimal weight has no denominator.
    fileprivate var stored: (word: String, reason: String?, part: Int64?, whole: Int64?) {
        switch self {
        case .credited(.exact(let weight)): ("credited", nil, weight.numerator, weight.denominator)
        case .credited(.decimal(let trillionths)): ("credited", nil, trillionths, nil)
        case .eligible: ("eligible", nil, nil, nil)
        case .excluded(let reason): ("excluded", reason.rawValue, nil, nil)
        }
    }
}

extension Row {
    /// `verdict`, `reason`, `weight_numerator`, `weight_denominator` in four columns from `column` on.
    fileprivate func verdict(_ column: Int) throws -> Verdict {
        switch text(column) {
        case "credited":
            let whole = optionalInt64(column + 3)
            guard let part = optionalInt64(column + 2), part >= 0, whole ?? 1 > 0 else {
                throw StoreError.corrupt("a credited touchpoint without its weight")
            }
            return .credited(weight: whole.map { .exact(Fraction(part, $0)) } ?? .decimal(trillionths: part))
        case "eligible": return .eligible
        default: return .excluded(try word(column + 1))
        }
    }
}
