import Domain
import Store
import Tracking

@Sendable func makeLink(_ app: WebApp, _ call: Call) throws -> WriteOperation {
    let faults = Faults()
    let fields = Fields(try call.body(), faults: faults)
    let referrerName = fields.string("referrer", isRequired: true)
    let programName = fields.string("program")
    let slug = fields.string("slug", length: Slug.length)
    if let slug, !Slug.isValid(slug) {
        fields.fault("slug", "must be lower-case letters, digits and hyphens, with a letter or digit at both ends")
    }
    let change = fields.linkChange()
    fields.finish()
    try faults.throwIfAny()
    guard let referrerName else { throw Problem.internalError }
    let base = LinkBase(app, call.request)
    return { transaction in
        let connection = transaction.connection
        let referrer = try connection.referrer(referredToAs: referrerName)
        guard
            let program = try programName.map({ try connection.program(referredToAs: $0) })
                ?? connection.defaultProgram()
        else { throw TrackingError.unknownReference(.program, "default", pointer: "/program") }
        var random = app.random
        let link = try transaction.make(
            NewLink(
                referrer: referrer, program: program, slug: slug, destination: change.destination ?? nil,
                channel: change.channel ?? nil, expiresAt: change.expiresAt ?? nil), random: &random)
        try transaction.record(call.actor, "link.create", link.id.text, detail: ["slug": link.slug])
        return try changed(link, base, connection, status: 201)
    }
}

@Sendable func listLinks(_ app: WebApp, _ call: Call, _ connection: Connection) throws -> Reply {
    let (filter, page) = try call.list(known: ["referrer", "program", "channel"]) { query in
        LinkFilter(
            referrer: try query.referrer("referrer", connection),
            program: try query.program("program", connection),
            channel: query.string("channel")?.lowercased())
    }
    let base = LinkBase(app, call.request)
    return try .list(try connection.links(filter, page), page, id: \.id) { try linkOutput($0, base, connection) }
}

@Sendable func getLink(_ app: WebApp, _ call: Call, _ connection: Connection) throws -> Reply {
    try call.expectNoQuery()
    let link = try connection.link(named: call.parameters["id"])
    return .object(try linkOutput(link, LinkBase(app, call.request), connection))
}

@Sendable func changeLink(_ app: WebApp, _ call: Call) throws -> WriteOperation {
    let faults = Faults()
    let fields = Fields(try call.body(), faults: faults)
    let change = fields.linkChange()
    fields.finish()
    try faults.throwIfAny()
    let base = LinkBase(app, call.request)
    return { transaction in
        let connection = transaction.connection
        let link = try connection.link(named: call.parameters["id"])
        try call.checkPrecondition(try linkOutput(link, base, connection))
        guard let program = try connection.program(link.program) else { throw Problem.internalError }
        let other = try transaction.change(link, in: program, change)
        if other != link { try transaction.record(call.actor, "link.change", link.id.text) }
        return try changed(other, base, connection)
    }
}

@Sendable func archiveLink(_ app: WebApp, _ call: Call) throws -> WriteOperation {
    try call.expectNoBody()
    let base = LinkBase(app, call.request)
    return { transaction in
        let link = try transaction.connection.link(named: call.parameters["id"])
        try transaction.record(call.actor, "link.archive", link.id.text)
        return try changed(try transaction.archive(link), base, transaction.connection)
    }
}

extension Fields {
    fileprivate func linkChange() -> LinkChange {
        var change = LinkChange()
        change.destination = settable("destination") {
            self.url("destination").map { Destination(url: $0.text, host: $0.host) }
        }
        change.channel = settable("channel") { self.channel("channel") }
        change.expiresAt = settable("expires_at") { self.timestamp("expires_at") }
        return change
    }

    fileprivate func channel(_ name: String) -> String? {
        guard let text = string(name) else { return nil }
        if let channel = Channel.normalised(text) { return channel }
        fault(name, "must be 1 to 32 letters, digits, dots, underscores and hyphens, such as whatsapp")
        return nil
    }
}

private func changed(_ link: Link, _ base: LinkBase, _ connection: Connection, status: Int = 200) throws -> Reply {
    var reply = Reply.object(try linkOutput(link, base, connection), status: status)
    reply.changedLinks = .slug(link.slug)
    return reply
}
