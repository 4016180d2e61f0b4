import Domain
import Store

@Sendable func listAudit(_ app: WebApp, _ call: Call, _ connection: Connection) throws -> Reply {
    let (filter, page) = try call.list(known: ["actor", "action", "subject"]) { query in
        AuditFilter(actor: query.string("actor"), action: query.string("action"), subject: query.string("subject"))
    }
    return .list(try connection.auditEntries(filter, page), page, id: \.id) { entry in
        [
            "id": JSON(entry.id), "at": JSON(entry.id.madeAt), "actor": .string(entry.actor),
            "action": .string(entry.action), "subject": JSON(entry.subject), "reason": JSON(entry.reason),
            "detail": JSON(entry.detail),
        ]
    }
}
