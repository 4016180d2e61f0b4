import Domain
import Store

func rewardOutput(_ row: RewardRow, _ connection: Connection) throws -> JSON {
    let reward = row.reward
    var output: [String: JSON] = [
        "id": JSON(row.id), "rule": .string(reward.rule), "program": JSON(try connection.programSlug(reward.program)),
        "conversion": JSON(row.conversion), "beneficiary": .string(reward.beneficiary.rawValue),
        "kind": .string(reward.kind.rawValue), "status": .string(reward.status.rawValue),
        "release_at": JSON(reward.releaseAt), "reversed_amount": .integer(reward.reversed),
        "created_at": JSON(row.id.madeAt),
    ]
    switch reward.person {
    case .referrer(let id): output["referrer"] = JSON(id)
    case .customer(let id): output["customer"] = JSON(try connection.shopID(of: id))
    }
    switch reward.value {
    case .money(let money):
        output["amount"] = .integer(money.minor)
        output["currency"] = .string(money.currency.code)
    case .points(let count): output["amount"] = .integer(count)
    case .face(let share): output["percent_bp"] = .integer(share.count)
    }
    return .object(output)
}

/// A reward by itself, with each step of its life.
func rewardWithHistory(_ row: RewardRow, _ connection: Connection) throws -> JSON {
    let steps = try connection.steps(of: row.id).map { step -> JSON in
        [
            "status": .string(step.status.rawValue), "reversed_amount": .integer(step.reversed), "at": JSON(step.at),
            "actor": .string(step.actor), "reason": .string(step.reason),
        ]
    }
    return try rewardOutput(row, connection).setting("history", to: .array(steps))
}
