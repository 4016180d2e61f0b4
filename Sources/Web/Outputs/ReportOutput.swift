import Attribution
import Domain
import Store
import Tracking

func whatIfOutput(_ question: WhatIfQuestion, _ answer: WhatIfAnswer, _ connection: Connection) throws -> JSON {
    let replay = answer.replay
    let referrers = replay.byReferrer.sorted { $0.key < $1.key }
    return [
        "program": .string(question.program.slug), "policy": policyOutput(question.policy),
        "conversions": .integer(replay.conversions), "changed": .integer(replay.changed),
        "reassigned": .integer(answer.reassigned), "not_replayable": .integer(answer.unknown),
        "credited": sideOutput(replay.credited),
        "unattributed": sideOutput(replay.unattributed),
        "referrers": .array(
            referrers.map { referrer, side in
                sideOutput(side).setting("referrer", to: .string(referrer.text))
            }),
        "changes": .array(try answer.changes.map { try changeOutput($0, connection) }),
    ]
}

private func sideOutput(_ side: Replay.Side) -> JSON {
    let (before, after) = (side.before, side.after)
    let currencies = Set(before.amounts.keys).union(after.amounts.keys)
    let differences = currencies.map { currency in
        let (old, new) = (before.amounts[currency] ?? 0, after.amounts[currency] ?? 0)
        return (currency.code, JSON.integer(new.subtractingReportingOverflow(old).partialValue))
    }
    return [
        "before": sumOutput(before), "after": sumOutput(after),
        "difference": [
            "basis_points": .integer(after.share - before.share),
            "amounts": .object(Dictionary(uniqueKeysWithValues: differences)),
        ],
    ]
}

private func sumOutput(_ sum: Replay.Sum) -> JSON {
    let amounts = sum.amounts.map { ($0.key.code, JSON.integer($0.value)) }
    return [
        "basis_points": .integer(sum.share), "amounts": .object(Dictionary(uniqueKeysWithValues: amounts)),
    ]
}

private func changeOutput(_ change: WhatIfAnswer.Change, _ connection: Connection) throws -> JSON {
    let row = change.conversion
    func part(_ referrer: String, _ share: BasisPoints, _ amount: Int64) -> JSON {
        [
            "referrer": .string(referrer), "basis_points": .integer(share.count),
            "amount": row.currency == nil ? .null : .integer(amount),
        ]
    }
    return [
        "conversion": JSON(row.id), "order_id": JSON(row.orderID), "occurred_at": JSON(row.occurredAt),
        "currency": JSON(row.currency?.code),
        "before": .array(row.credits.map { part($0.referrer.text, $0.share, $0.amount) }),
        "after": .array(change.after.map { part($0.referrer.text, $0.share, $0.amount) }),
        "reasons": JSON(change.reasons),
        "program": JSON(try change.program.flatMap { try connection.programSlug($0) }),
    ]
}

func modelReportOutput(_ program: Program, _ kind: ConversionKind, _ report: ModelReport) -> JSON {
    [
        "program": .string(program.slug), "kind": .string(kind.rawValue),
        "conversions": .integer(Int64(report.conversions)), "unattributed": .integer(report.unattributed),
        "bound": .integer(report.bound), "unconverted_journeys": .integer(Int64(report.unconverted)),
        "models": .array(report.columns.map(columnOutput)),
        "self_checks": .array(
            report.checks.map { check in
                [
                    "name": .string(check.name), "expected": .number(check.expected), "found": .number(check.found),
                    "holds": .bool(check.holds),
                ]
            }),
    ]
}

private func columnOutput(_ column: ModelComparison.Column) -> JSON {
    let members = Dictionary(
        uniqueKeysWithValues: (column.population?.members ?? []).map { ($0.referrer, $0) })
    let referrers = Set(members.keys).union(column.byReferrer.keys).sorted()
    let effect = column.name == AttributionModel.markov.rawValue ? "removal_effect" : "value"
    return [
        "model": .string(column.name), "refused": JSON(column.refusal?.code),
        "population": column.population.map { population in
            [
                "journeys": .integer(Int64(population.journeys)),
                "conversions": .integer(Int64(population.conversions)),
                "base_probability": .number(population.baseProbability),
            ]
        } ?? .null,
        "referrers": .array(
            referrers.map { referrer in
                let output = sumOutput(column.byReferrer[referrer] ?? Replay.Sum())
                    .setting("referrer", to: .string(referrer.text))
                guard let member = members[referrer] else { return output }
                return
                    output
                    .setting(effect, to: .number(member.effect))
                    .setting("share_bps", to: .integer(member.share.count))
            }),
    ]
}
