import Domain
import Store
import Tracking

@Sendable func enrolReferrer(_ app: WebApp, _ call: Call) throws -> WriteOperation {
    let faults = Faults()
    let enrolment = readEnrolment(try call.body(), faults: faults)
    try faults.throwIfAny()
    guard let enrolment else { throw Problem.internalError }
    let base = LinkBase(app, call.request)
    return { transaction in
        var random = app.random
        let (referrer, isNew) = try transaction.enrol(enrolment, random: &random)
        return .object(try referrerOutput(referrer, base, transaction.connection), status: isNew ? 201 : 200)
    }
}

@Sendable func listReferrers(_ app: WebApp, _ call: Call, _ connection: Connection) throws -> Reply {
    let (filter, page) = try call.list(known: ["email", "tag", "min_followers", "status"]) { query in
        ReferrerFilter(
            email: query.string("email")?.lowercased(), tag: query.string("tag"),
            minimumFollowers: query.integer("min_followers", in: 0 ... .max),
            status: query.choice("status", of: ReferrerStatus.self))
    }
    let base = LinkBase(app, call.request)
    return try .list(try connection.referrers(filter, page), page, id: \.id) {
        try referrerOutput($0, base, connection)
    }
}

@Sendable func getReferrer(_ app: WebApp, _ call: Call, _ connection: Connection) throws -> Reply {
    try call.expectNoQuery()
    let referrer = try connection.referrer(named: call.parameters["id"])
    return .object(try referrerOutput(referrer, LinkBase(app, call.request), connection))
}

@Sendable func changeReferrer(_ app: WebApp, _ call: Call) throws -> WriteOperation {
    let faults = Faults()
    let fields = Fields(try call.body(), faults: faults)
    var change = fields.profile()
    change.status = fields.choice("status", of: ReferrerStatus.self)
    fields.finish()
    try faults.throwIfAny()
    let (wanted, base) = (change, LinkBase(app, call.request))
    return { transaction in
        let referrer = try transaction.connection.referrer(named: call.parameters["id"])
        try call.checkPrecondition(try referrerOutput(referrer, base, transaction.connection))
        let changed = try transaction.change(referrer, wanted)
        if changed != referrer {
            // No names and addresses: a person can be erased.
            try transaction.record(
                call.actor, "referrer.change", referrer.id.text, detail: ["status": changed.status.rawValue])
        }
        var reply = Reply.object(try referrerOutput(changed, base, transaction.connection))
        // Nothing else of a referrer is in memory with its links.
        if changed.status != referrer.status { reply.changedLinks = .referrer(changed.id) }
        return reply
    }
}

@Sendable func addCode(_ app: WebApp, _ call: Call) throws -> WriteOperation {
    let faults = Faults()
    let fields = Fields(try call.body(), faults: faults)
    let code = fields.vanityCode("code", isRequired: true)
    fields.finish()
    try faults.throwIfAny()
    guard let code else { throw Problem.internalError }
    return { transaction in
        let referrer = try transaction.connection.referrer(named: call.parameters["id"])
        let added = try transaction.addCode(code, to: referrer)
        if added.isNew {
            try transaction.record(
                call.actor, "code.create", referrer.id.text, detail: ["code": added.code.shown])
        }
        return Reply(
            added.isNew ? 201 : 200,
            [
                "code": .string(added.code.shown), "referrer": JSON(referrer.id),
                "created_at": JSON(added.code.madeAt),
            ])
    }
}
