import Domain
import Ledger
import Store
import Tracking

/// The reply to an event.
func eventOutput(_ recorded: RecordedEvent, _ connection: Connection) throws -> JSON {
    [
        "event": ["id": JSON(recorded.id), "type": .string(recorded.type), "replayed": false],
        "conversion": try recorded.conversion.map { try conversionOutput($0, connection) } ?? .null,
        "rewards": .array(try recorded.rewards.map { try rewardOutput($0, connection) }),
        "refused_rewards": .array(recorded.refused.map(refusedOutput)),
        "proposed_adjustments": .array(recorded.adjustments.map(adjustmentOutput)),
    ]
}

/// A rule that was meant for a conversion and granted nothing.
func refusedOutput(_ refused: RefusedReward) -> JSON {
    [
        "rule": .string(refused.rule), "reason": .string(refused.refusal.rawValue), "detail": .string(refused.detail),
    ]
}

/// What a conversion would be credited if touchpoints counted that were reported after it.
func adjustmentOutput(_ adjustment: ProposedAdjustment) -> JSON {
    [
        "conversion": JSON(adjustment.conversion), "event": JSON(adjustment.event), "at": JSON(adjustment.at),
        "late_touchpoints": JSON(adjustment.late), "credits": .array(adjustment.credits.map(creditOutput)),
    ]
}

/// The first reply to an event, given again.
func replayedOutput(_ reply: JSON) -> JSON {
    guard case .object(let members) = reply, let event = members["event"] else { return reply }
    return reply.setting("event", to: event.setting("replayed", to: true))
}

/// A conversion in a list, by itself, or in an event's reply.
func conversionOutput(_ row: ConversionRow, _ connection: Connection) throws -> JSON {
    [
        "id": JSON(row.id), "event": JSON(row.event), "kind": .string(row.kind.rawValue),
        "status": .string(row.status.rawValue), "reasons": JSON(row.reasons),
        "program": JSON(try row.program.flatMap { try connection.programSlug($0) }),
        "policy_version": row.program == nil ? .null : .integer(row.policyVersion),
        "customer": JSON(try connection.shopID(of: row.customer)), "order_id": JSON(row.orderID),
        "amount": row.currency == nil ? .null : .integer(row.amount), "currency": JSON(row.currency?.code),
        "occurred_at": JSON(row.occurredAt), "credits": .array(row.credits.map(creditOutput)),
        "revision": .integer(row.revision),
    ]
}

func creditOutput(_ credit: CreditRow) -> JSON {
    [
        "referrer": JSON(credit.referrer), "basis_points": .integer(credit.share.count),
        "touchpoint": JSON(credit.touchpoint), "because": .string(credit.because),
    ]
}
