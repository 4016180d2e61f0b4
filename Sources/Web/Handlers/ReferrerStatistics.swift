import Domain
import Store
import Tracking

@Sendable func referrerStatistics(_ app: WebApp, _ call: Call, _ connection: Connection) throws -> Reply {
    let referrer = try connection.referrer(named: call.parameters["id"])
    let faults = Faults()
    let query = Query(call.request, known: ["from", "to", "program"], faults: faults)
    let scope = StatisticsScope(
        referrer: referrer.id, program: try query.program("program", connection),
        from: query.timestamp("from"), to: query.timestamp("to"))
    try faults.throwIfAny()
    return .object(try statisticsOutput(scope, connection))
}

private func statisticsOutput(_ scope: StatisticsScope, _ connection: Connection) throws -> JSON {
    let clicks = try connection.clickFigures(scope)
    let conversions = try connection.conversionCounts(scope)
    func byStatus(_ kind: ConversionKind?) -> JSON {
        .object(
            Dictionary(
                uniqueKeysWithValues: ConversionStatus.allCases.map { status in
                    let counted = conversions.filter { $0.status == status && (kind == nil || $0.kind == kind) }
                    return (status.rawValue, .integer(counted.reduce(0) { $0 + $1.count }))
                }))
    }
    let signups = conversions.filter { $0.kind == .signup && $0.status == .credited }.reduce(0) { $0 + $1.count }
    let revenue = try connection.revenue(scope).map { ($0.currency, JSON.integer($0.amount)) }
    var rewards: [String: [String: JSON]] = [:]
    for sum in try connection.rewardSums(scope) {
        rewards[sum.unit, default: [:]][sum.status.rawValue] = .integer(sum.amount)
    }
    return [
        "referrer": JSON(scope.referrer),
        "clicks": .object(
            Dictionary(uniqueKeysWithValues: ClickClass.allCases.map { ($0.name, .integer(clicks.counts[$0] ?? 0)) })),
        "unique_visitors": .integer(clicks.uniqueVisitors), "signups": .integer(signups),
        "conversions": byStatus(nil), "purchases": byStatus(.purchase),
        "revenue": .object(Dictionary(uniqueKeysWithValues: revenue)),
        "rewards": .object(rewards.mapValues { .object($0) }),
    ]
}
