import Domain
import Store
import Tracking

@Sendable func recordEvent(_ app: WebApp, _ call: Call) throws -> WriteOperation {
    let isBatch = call.request.field("content-type")?.lowercased().hasPrefix("application/x-ndjson") ?? false
    let json = isBatch ? [] : try call.body()
    if case .array = json {
        throw Problem.unprocessable("Batches are not built yet; send one event as an object.")
    }
    let faults = Faults()
    let event = readEvent(json, text: call.request.body, actor: call.actor, faults: faults)
    try faults.throwIfAny()
    guard let event else { throw Problem.internalError }
    return { transaction in
        let reply = try app.recorder.record(event, in: transaction) { recorded, connection in
            try eventOutput(recorded, connection).canonicalText
        }
        guard reply.isReplay else { return Reply(reply.status, text: reply.body) }
        return Reply(reply.status, replayedOutput(try JSON(text: Array(reply.body.utf8))))
    }
}
