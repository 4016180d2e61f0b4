import Domain
import Store
import Tracking

@Sendable func createProgram(_ app: WebApp, _ call: Call) throws -> WriteOperation {
    let faults = Faults()
    let input = ProgramInput(try call.body(), faults: faults)
    try faults.throwIfAny()
    guard let input else { throw Problem.internalError }
    let new = NewProgram(slug: input.slug, terms: input.terms, isDefault: input.isDefault)
    return { transaction in
        let program = try transaction.create(new)
        try transaction.record(call.actor, "program.create", program.id.text, detail: ["slug": program.slug])
        return try changed(program, status: 201)
    }
}

@Sendable func listPrograms(_ app: WebApp, _ call: Call, _ connection: Connection) throws -> Reply {
    let (status, page) = try call.list(known: ["status"]) { query in
        query.choice("status", of: ProgramStatus.self)
    }
    return try .list(try connection.programs(page, status: status), page, id: \.id, programOutput)
}

@Sendable func getProgram(_ app: WebApp, _ call: Call, _ connection: Connection) throws -> Reply {
    try call.expectNoQuery()
    return .object(try programOutput(try connection.program(named: call.parameters["id"])))
}

/// The body is laid over the program as it is (RFC 7396), and the whole is read as if it were new: so a change meets
/// every check, and null gives a member its default.
@Sendable func changeProgram(_ app: WebApp, _ call: Call) throws -> WriteOperation {
    let patch = try call.body()
    let faults = Faults()
    _ = Fields(patch, faults: faults)
    try faults.throwIfAny()
    return { transaction in
        let program = try transaction.connection.program(named: call.parameters["id"])
        try call.checkPrecondition(try programOutput(program))
        let faults = Faults()
        let input = ProgramInput(try programDocument(program).merged(with: patch), faults: faults)
        try faults.throwIfAny()
        guard let input else { throw Problem.internalError }
        let other = try transaction.change(
            program, slug: input.slug, terms: input.terms, isDefault: input.isDefault)
        if other != program {
            let names = Fields(patch, faults: faults).names.joined(separator: ",")
            try transaction.record(
                call.actor, "program.change", program.id.text,
                detail: ["fields": names, "policy_version": String(other.version)])
        }
        return try changed(other)
    }
}

func setProgramStatus(_ status: ProgramStatus) -> @Sendable (WebApp, Call) throws -> WriteOperation {
    { _, call in
        try call.expectNoBody()
        return { transaction in
            let program = try transaction.connection.program(named: call.parameters["id"])
            let other = try transaction.set(status, of: program)
            if other != program {
                try transaction.record(
                    call.actor, "program.status", program.id.text, detail: ["status": status.rawValue])
            }
            return try changed(other)
        }
    }
}

private func changed(_ program: Program, status: Int = 200) throws -> Reply {
    var reply = Reply.object(try programOutput(program), status: status)
    reply.changedLinks = .all
    return reply
}
