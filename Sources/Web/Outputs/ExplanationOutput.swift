import Domain
import Store
import Tracking

/// Every candidate touchpoint of a conversion, why it counted or not, and the policy that said so.
func explanationOutput(_ row: ConversionRow, _ explanation: Explanation) -> JSON {
    [
        "conversion": JSON(row.id), "status": .string(row.status.rawValue), "reasons": JSON(row.reasons),
        "policy": explanation.policy.map(policyOutput) ?? .null,
        "policy_version": row.program == nil ? .null : .integer(row.policyVersion),
        "touchpoints": .array(explanation.verdicts.map(touchpointOutput)),
        "credits": .array(
            row.credits.map { credit in
                [
                    "referrer": JSON(credit.referrer), "basis_points": .integer(credit.share.count),
                    "amount": row.currency == nil ? .null : .integer(credit.amount),
                    "touchpoint": JSON(credit.touchpoint), "because": .string(credit.because),
                ]
            }),
        "sentences": JSON(explanation.sentences),
    ]
}

private func touchpointOutput(_ judged: TouchpointVerdict) -> JSON {
    let touch = judged.touchpoint
    let output: JSON = [
        "id": .string(touch.id.text), "referrer": JSON(touch.referrer?.text), "kind": .string(touch.kind.rawValue),
        "channel": JSON(touch.channel), "at": JSON(touch.at),
    ]
    let (verdict, reason, weight): (String, String?, Fraction) =
        switch judged.verdict {
        case .credited(let weight): ("credited", nil, weight)
        case .eligible: ("eligible", nil, Fraction(0, 1))
        case .excluded(let reason): ("excluded", reason.rawValue, Fraction(0, 1))
        }
    let share = weight.numerator * BasisPoints.whole.count / weight.denominator
    return
        output
        .setting("verdict", to: .string(verdict)).setting("reason", to: JSON(reason))
        .setting(
            "weight",
            to: .string(weight.denominator == 1 ? "\(weight.numerator)" : "\(weight.numerator)/\(weight.denominator)")
        )
        .setting("basis_points", to: .integer(share))
}
