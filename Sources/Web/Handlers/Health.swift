import Domain
import Store
import Wire

@Sendable func health(_ app: WebApp) -> Response {
    Response(status: 200, fields: plainText, body: Array("ok\n".utf8))
}

/// Ready means that a commit goes through: store open, migrations current, disk writable. So it makes one.
@Sendable func readiness(_ app: WebApp, _ call: Call) throws -> WriteOperation {
    { transaction in
        try transaction.connection.touchSchema()
        return Reply(200, ["status": "ready"])
    }
}

let plainText: [(name: String, value: String)] = [
    ("Content-Type", "text/plain; charset=utf-8"), ("Cache-Control", "no-store"),
]
