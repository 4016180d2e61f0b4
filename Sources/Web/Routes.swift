import Domain
import Store
import Wire

/// How a route is answered, and on which thread.
enum Handler: Sendable {
    /// At once, on the reactor, always the same.
    case immediate(PreparedAnswer)
    /// The invitee's way through a link.
    case click
    /// By a commit of its own.
    case readiness
    /// On a worker, over one snapshot of the store.
    case read(@Sendable (WebApp, Call, Connection) throws -> Reply)
    /// On a worker, answering something else than JSON.
    case text(@Sendable (WebApp, Call, Connection) throws -> Response)
    /// Read and checked on a worker, then done by the writer.
    case write(@Sendable (WebApp, Call) throws -> WriteOperation)
}

/// All paths there are.
let routes: [Route<Handler>] = [
    Route(.get, "/r/{slug}", access: .open, .click),
    Route(.get, "/v1/codes/{code}", access: .open, .read(checkCode)),
    Route(.get, "/healthz", access: .open, .immediate(healthy)),
    Route(.get, "/readyz", access: .open, .readiness),
    Route(.get, "/metrics", access: .read, .text(metrics)),

    Route(.post, "/v1/programs", access: .admin, .write(createProgram)),
    Route(.get, "/v1/programs", access: .read, .read(listPrograms)),
    Route(.get, "/v1/programs/{id}", access: .read, .read(getProgram)),
    Route(.patch, "/v1/programs/{id}", access: .admin, .write(changeProgram)),
    Route(.post, "/v1/programs/{id}/activate", access: .admin, .write(setProgramStatus(.active))),
    Route(.post, "/v1/programs/{id}/pause", access: .admin, .write(setProgramStatus(.paused))),
    Route(.post, "/v1/programs/{id}/end", access: .admin, .write(setProgramStatus(.ended))),

    Route(.post, "/v1/programs/{id}/what-if", access: .read, .read(whatIf)),

    Route(.post, "/v1/referrers", access: .write, .write(enrolReferrer)),
    Route(.get, "/v1/referrers", access: .read, .read(listReferrers)),
    Route(.get, "/v1/referrers/{id}", access: .read, .read(getReferrer)),
    Route(.patch, "/v1/referrers/{id}", access: .write, .write(changeReferrer)),
    Route(.post, "/v1/referrers/{id}/codes", access: .write, .write(addCode)),
    Route(.get, "/v1/referrers/{id}/stats", access: .read, .read(referrerStatistics)),
    Route(.get, "/v1/referrers/{id}/rewards", access: .read, .read(listReferrerRewards)),

    Route(.post, "/v1/links", access: .write, .write(makeLink)),
    Route(.get, "/v1/links", access: .read, .read(listLinks)),
    Route(.get, "/v1/links/{id}", access: .read, .read(getLink)),
    Route(.patch, "/v1/links/{id}", access: .write, .write(changeLink)),
    Route(.delete, "/v1/links/{id}", access: .write, .write(archiveLink)),

    Route(.post, "/v1/events", access: .write, .write(recordEvent)),
    Route(.get, "/v1/conversions", access: .read, .read(listConversions)),
    Route(.get, "/v1/conversions/{id}", access: .read, .read(getConversion)),
    Route(.get, "/v1/conversions/{id}/explanation", access: .read, .read(explainConversion)),
    Route(.post, "/v1/conversions/{id}/reassign", access: .admin, .write(reassignConversion)),
    Route(.get, "/v1/orders/{order_id}", access: .read, .read(getOrder)),
    Route(.get, "/v1/rewards", access: .read, .read(listRewards)),
    Route(.get, "/v1/rewards/{id}", access: .read, .read(getReward)),

    Route(.get, "/v1/reports/models", access: .read, .read(modelReport)),
    Route(.get, "/v1/audit", access: .admin, .read(listAudit)),

    Route(.post, "/v1/api-keys", access: .admin, .write(createKey)),
    Route(.get, "/v1/api-keys", access: .admin, .read(listKeys)),
    Route(.delete, "/v1/api-keys/{id}", access: .admin, .write(revokeKey)),
]
