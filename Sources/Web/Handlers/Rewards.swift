import Domain
import Store
import Tracking

@Sendable func listRewards(_ app: WebApp, _ call: Call, _ connection: Connection) throws -> Reply {
    try rewards(call, connection, known: ["status", "referrer", "program"]) { query in
        try query.referrer("referrer", connection).map { .referrer($0) }
    }
}

@Sendable func listReferrerRewards(_ app: WebApp, _ call: Call, _ connection: Connection) throws -> Reply {
    let referrer = try connection.referrer(named: call.parameters["id"])
    return try rewards(call, connection, known: ["status", "program"]) { _ in .referrer(referrer.id) }
}

@Sendable func getReward(_ app: WebApp, _ call: Call, _ connection: Connection) throws -> Reply {
    try call.expectNoQuery()
    return .object(try rewardWithHistory(try connection.reward(named: call.parameters["id"]), connection))
}

private func rewards(
    _ call: Call, _ connection: Connection, known: [String], person: (Query) throws -> Person?
) throws -> Reply {
    let (filter, page) = try call.list(known: known) { query in
        RewardFilter(
            status: query.choice("status", of: RewardStatus.self), person: try person(query),
            program: try query.program("program", connection))
    }
    return try .list(try connection.rewards(filter, page), page, id: \.id) { try rewardOutput($0, connection) }
}
