import Domain
import Store
import Tracking

@Sendable func createKey(_ app: WebApp, _ call: Call) throws -> WriteOperation {
    // A secret is never stored, so its first reply can't be given again.
    guard !call.request.hasField("idempotency-key") else {
        throw Problem.unprocessable("Idempotency-Key cannot be used here: a key's secret is shown once; leave it out.")
    }
    let faults = Faults()
    let fields = Fields(try call.body(), faults: faults)
    let scope = fields.choice("scope", of: KeyScope.self, isRequired: true)
    let name = fields.string("name", length: 1...100) ?? ""
    fields.finish()
    try faults.throwIfAny()
    guard let scope else { throw Problem.internalError }
    return { transaction in
        var random = app.random
        let made = try transaction.makeKey(name: name, scope: scope, random: &random)
        try transaction.record(call.actor, "key.create", made.key.id.text, detail: ["scope": scope.rawValue])
        return Reply(201, keyOutput(made.key).setting("key", to: .string(made.secret)))
    }
}

@Sendable func listKeys(_ app: WebApp, _ call: Call, _ connection: Connection) throws -> Reply {
    let (_, page) = try call.list(known: []) { _ in }
    return .list(try connection.keys(page), page, id: \.id, keyOutput)
}

@Sendable func revokeKey(_ app: WebApp, _ call: Call) throws -> WriteOperation {
    try call.expectNoBody()
    return { transaction in
        let key = try transaction.connection.key(named: call.parameters["id"])
        try transaction.record(call.actor, "key.revoke", key.id.text)
        return Reply(200, keyOutput(try transaction.revoke(key)))
    }
}

private func keyOutput(_ key: KeyRow) -> JSON {
    [
        "id": JSON(key.id), "name": .string(key.name), "scope": .string(key.scope.rawValue),
        "created_at": JSON(key.id.madeAt), "revoked_at": JSON(key.revokedAt),
    ]
}
