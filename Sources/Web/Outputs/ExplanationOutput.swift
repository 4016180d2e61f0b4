import Attribution
import Domain
import Store
import Tracking

/// Every candidate touchpoint of a conversion, why it counted or not, and the policy that said so.
func explanationOutput(_ row: ConversionRow, _ explanation: Explanation) -> JSON {
    [
        "conversion": JSON(row.id), "status": .string(row.status.rawValue), "reasons": JSON(row.reasons),
        "policy": explanation.policy.map(policyOutput) ?? .null,
        "policy_version": JSON(explanation.policyVersion),
        "touchpoints": .array(touchpointOutputs(row, explanation)),
        "credits": .array(row.credits.map { creditOutput($0, of: row, explanation) }),
        "stability": explanation.flips.map { flips in
            ["flips": .array(flips.map(flipOutput)), "sentences": JSON(sentences(flips))]
        } ?? .null,
        "reassignments": .array(explanation.reassignments.map(reassignmentOutput)),
        "proposed_adjustment": explanation.adjustment.map(adjustmentOutput) ?? .null,
        "sentences": JSON(explanation.sentences),
    ]
}

private func creditOutput(_ credit: CreditRow, of row: ConversionRow, _ explanation: Explanation) -> JSON {
    // A reassigned conversion is an admin's: no model weighed it.
    let judged =
        explanation.reassignments.isEmpty
        ? explanation.judged.first { $0.referrer.text == credit.referrer.text } : nil
    return [
        "referrer": JSON(credit.referrer), "basis_points": .integer(credit.share.count),
        "amount": row.currency == nil ? .null : .integer(credit.amount), "touchpoint": JSON(credit.touchpoint),
        "because": .string(credit.because), "weight": .string((judged?.weight ?? .one).text),
        "odd_basis_point": JSON(judged?.oddShare?.rawValue),
        "odd_minor_unit": row.currency == nil ? .null : JSON(judged?.oddAmount?.rawValue),
    ]
}

/// The basis points of a referrer's touchpoints sum to its credit's.
private func touchpointOutputs(_ row: ConversionRow, _ explanation: Explanation) -> [JSON] {
    var shares: [Identifier: Int64] = [:]
    for credit in row.credits {
        let earning = explanation.touches.map(\.judged).filter {
            $0.touchpoint.referrer?.text == credit.referrer.text && $0.weight != nil
        }
        let weights = earning.map { UInt64($0.weight?.inTrillionths ?? 0) }
        guard weights.contains(where: { $0 > 0 }) else { continue }
        for (touch, share) in zip(earning, apportion(credit.share.count, by: weights).parts) {
            shares[touch.touchpoint.id] = share
        }
    }
    return explanation.touches.map { touchpointOutput($0.judged, share: shares[$0.judged.touchpoint.id] ?? 0) }
}

extension TouchpointVerdict {
    fileprivate var weight: Weight? {
        if case .credited(let weight) = verdict { weight } else { nil }
    }
}

private func touchpointOutput(_ judged: TouchpointVerdict, share: Int64) -> JSON {
    let touch = judged.touchpoint
    let output: JSON = [
        "id": .string(touch.id.text), "referrer": JSON(touch.referrer?.text), "kind": .string(touch.kind.rawValue),
        "channel": JSON(touch.channel), "at": JSON(touch.at),
    ]
    let none = Weight.exact(Fraction(0, 1))
    let (verdict, reason, weight): (String, String?, Weight) =
        switch judged.verdict {
        case .credited(let weight): ("credited", nil, weight)
        case .eligible: ("eligible", nil, none)
        case .excluded(let reason): ("excluded", reason.rawValue, none)
        }
    return
        output
        .setting("verdict", to: .string(verdict)).setting("reason", to: JSON(reason))
        .setting("weight", to: .string(weight.text)).setting("basis_points", to: .integer(share))
}

private func flipOutput(_ flip: Flip) -> JSON {
    let (change, touchpoint): (String, String?) =
        switch flip.change {
        case .windowDayLonger: ("window_day_longer", nil)
        case .windowDayShorter: ("window_day_shorter", nil)
        case .without(let id): ("touchpoint_fewer", id.text)
        }
    return ["change": .string(change), "touchpoint": JSON(touchpoint), "winner": JSON(flip.winner?.text)]
}

private func reassignmentOutput(_ reassignment: Reassignment) -> JSON {
    [
        "revision": .integer(reassignment.revision), "referrer": JSON(reassignment.referrer),
        "at": JSON(reassignment.at), "actor": .string(reassignment.actor), "reason": .string(reassignment.reason),
        "before": [
            "status": .string(reassignment.before.status.rawValue), "reasons": JSON(reassignment.before.reasons),
            "credits": .array(reassignment.before.credits.map(creditOutput)),
        ],
    ]
}
