import Attribution
import Domain
import Store
import Tracking

/// `POST /v1/programs/{id}/what-if`: history under another policy. It reads, and changes nothing.
@Sendable func whatIf(_ app: WebApp, _ call: Call, _ connection: Connection) throws -> Reply {
    try call.expectNoQuery()
    let program = try connection.program(named: call.parameters["id"])
    let faults = Faults()
    let fields = Fields(try call.body(), faults: faults)
    let change = fields.json("attribution", isRequired: true)
    let range = HistoryRange(from: fields.timestamp("from"), to: fields.timestamp("to"))
    let limit = fields.integer("limit", in: 0...1000) ?? 100
    fields.finish()
    check(range, faults, pointers: ("/from", "/to"))
    try faults.throwIfAny()
    guard let change else { throw Problem.internalError }
    // Laid over the policy in force, as a PATCH of the program would be: so it says only what would be different.
    let policy = readPolicy(
        Fields(policyOutput(program.terms.attribution).merged(with: change), at: "/attribution", faults: faults))
    try faults.throwIfAny()
    let question = WhatIfQuestion(program: program, policy: policy, range: range, limit: Int(limit))
    return try app.longReads.one {
        .object(try whatIfOutput(question, try connection.whatIf(question), connection))
    }
}

/// `GET /v1/reports/models`: all models side by side.
@Sendable func modelReport(_ app: WebApp, _ call: Call, _ connection: Connection) throws -> Reply {
    let faults = Faults()
    let query = Query(call.request, known: ["program", "kind", "from", "to"], faults: faults)
    let named = try query.program("program", connection)
    let kind = query.choice("kind", of: ConversionKind.self) ?? .purchase
    let range = HistoryRange(from: query.timestamp("from"), to: query.timestamp("to"))
    check(range, faults, pointers: ("?from", "?to"))
    try faults.throwIfAny()
    guard let id = try named ?? connection.defaultProgramID(), let program = try connection.program(id) else {
        throw TrackingError.noProgram
    }
    return try app.longReads.one {
        .object(modelReportOutput(program, kind, try connection.compareModels(of: program, kind, in: range)))
    }
}

private func check(_ range: HistoryRange, _ faults: Faults, pointers: (from: String, to: String)) {
    if range.from >= range.to {
        faults.add(pointer: pointers.to, detail: "must be after \(pointers.from.dropFirst()); it is left out itself")
    }
}
