import Domain
import Store
import Tracking

@Sendable func listConversions(_ app: WebApp, _ call: Call, _ connection: Connection) throws -> Reply {
    let (filter, page) = try call.list(known: ["status", "kind", "program", "referrer", "proposed_adjustment"]) {
        query in
        ConversionFilter(
            isAdjustable: query.bool("proposed_adjustment"),
            status: query.choice("status", of: ConversionStatus.self),
            kind: query.choice("kind", of: ConversionKind.self),
            program: try query.program("program", connection),
            referrer: try query.referrer("referrer", connection))
    }
    return try .list(try connection.conversions(filter, page), page, id: \.id) {
        try conversionOutput($0, connection)
    }
}

@Sendable func getConversion(_ app: WebApp, _ call: Call, _ connection: Connection) throws -> Reply {
    try call.expectNoQuery()
    let conversion = try connection.conversion(named: call.parameters["id"])
    let rewards = try connection.rewards(of: conversion.id).map { try rewardOutput($0, connection) }
    return .object(try conversionOutput(conversion, connection).setting("rewards", to: .array(rewards)))
}

@Sendable func explainConversion(_ app: WebApp, _ call: Call, _ connection: Connection) throws -> Reply {
    try call.expectNoQuery()
    let conversion = try connection.conversion(named: call.parameters["id"])
    return .object(explanationOutput(conversion, try connection.explain(conversion)))
}

/// An admin credits another referrer.
@Sendable func reassignConversion(_ app: WebApp, _ call: Call) throws -> WriteOperation {
    let faults = Faults()
    let fields = Fields(try call.body(), faults: faults)
    let referrer = fields.string("referrer", isRequired: true)
    let program = fields.string("program")
    let reason = fields.string("reason", length: 1...1000, isRequired: true)
    fields.finish()
    try faults.throwIfAny()
    guard let referrer, let reason else { throw Problem.internalError }
    return { transaction in
        let connection = transaction.connection
        let conversion = try connection.conversion(named: call.parameters["id"])
        let order = ReassignmentOrder(
            referrer: try connection.referrer(referredToAs: referrer),
            program: try program.map { try connection.program(referredToAs: $0) }, reason: reason, actor: call.actor)
        let reassigned = try app.recorder.reassign(conversion, order, in: transaction)
        return .object([
            "conversion": try conversionOutput(reassigned.conversion, connection),
            "rewards": .array(try reassigned.rewards.map { try rewardOutput($0, connection) }),
            "refused_rewards": .array(reassigned.refused.map(refusedOutput)),
        ])
    }
}

@Sendable func getOrder(_ app: WebApp, _ call: Call, _ connection: Connection) throws -> Reply {
    try call.expectNoQuery()
    let row = try connection.order(named: call.parameters["order_id"])
    let conversion = try connection.conversion(order: row.orderID)
    let rewards = try conversion.map { try connection.rewards(of: $0.id) } ?? []
    return .object([
        "order_id": .string(row.orderID), "state": .string(row.order.state.rawValue),
        "amount": .integer(row.order.amount), "currency": .string(row.order.currency.code),
        "refunded_amount": .integer(row.order.refunded), "customer": JSON(try connection.shopID(of: row.customer)),
        "occurred_at": JSON(row.occurredAt), "event": JSON(row.event),
        "conversion": try conversion.map { try conversionOutput($0, connection) } ?? .null,
        "rewards": .array(try rewards.map { try rewardOutput($0, connection) }),
    ])
}
