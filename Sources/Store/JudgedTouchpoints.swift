import Domain

// The touchpoints of a conversion with the verdict each got, kept so that an explanation never changes.

extension Connection {
    package func insert(_ verdicts: [TouchpointVerdict], of conversion: ID<Conversion>) throws {
        for (position, judged) in verdicts.enumerated() {
            let touch = judged.touchpoint
            let verdict = judged.verdict.stored
            try run(
                """
                INSERT INTO touchpoint (conversion, position, id, referrer, kind, channel, at, has_own_lookback,
                    lookback_ms, verdict, reason, weight_numerator, weight_denominator)
                VALUES (\(conversion), \(position), \(touch.id.text),
                    \(touch.referrer.flatMap { ID<Referrer>($0.text) }), \(touch.kind.rawValue), \(touch.channel),
                    \(touch.at), \(touch.lookback != nil), \(touch.lookback?.storedMilliseconds), \(verdict.word),
                    \(verdict.reason), \(verdict.weight?.numerator), \(verdict.weight?.denominator))
                """)
        }
    }

    /// In the order (time, id).
    package func verdicts(of conversion: ID<Conversion>) throws -> [TouchpointVerdict] {
        try rows(
            """
            SELECT id, referrer, kind, channel, at, has_own_lookback, lookback_ms, verdict, reason, weight_numerator,
                   weight_denominator
              FROM touchpoint
             WHERE conversion = \(conversion)
             ORDER BY position
            """
        ) { row in
            let referrer: ID<Referrer>? = row.optionalID(1)
            let touch = Touchpoint(
                id: Identifier(row.text(0)), referrer: referrer.map { Identifier($0.text) }, kind: try row.word(2),
                channel: row.optionalText(3), at: row.timestamp(4),
                lookback: row.bool(5) ? Lookback(storedMilliseconds: row.optionalInt64(6)) : nil)
            return TouchpointVerdict(touchpoint: touch, verdict: try row.verdict(7))
        }
    }
}

extension Verdict {
    fileprivate var stored: (word: String, reason: String?, weight: Fraction?) {
        switch self {
        case .credited(let weight): ("credited", nil, weight)
        case .eligible: ("eligible", nil, nil)
        case .excluded(let reason): ("excluded", reason.rawValue, nil)
        }
    }
}

extension Row {
    /// `verdict`, `reason`, `weight_numerator`, `weight_denominator` in four columns from `column` on.
    fileprivate func verdict(_ column: Int) throws -> Verdict {
        switch text(column) {
        case "credited":
            guard let numerator = optionalInt64(column + 2), let denominator = optionalInt64(column + 3),
                denominator > 0
            else { throw StoreError.corrupt("a credited touchpoint without its weight") }
            return .credited(weight: Fraction(numerator, denominator))
        case "eligible": return .eligible
        default: return .excluded(try word(column + 1))
        }
    }
}
