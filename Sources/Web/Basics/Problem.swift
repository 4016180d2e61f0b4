import Wire

/// What went wrong, as a client is told it: the one place that chooses the words.
/// - Source: RFC 9457.
struct Problem: Error, Hashable {
    struct Field: Hashable, Sendable {
        let name: String
        let value: String
    }

    var kind: ProblemKind
    /// What is wrong this time, and how to mend it.
    var detail: String
    var errors: [Fault] = []
    /// Further response fields, such as Allow and Retry-After.
    var fields: [Field] = []

    var type: String { kind.type }
    var title: String { kind.title }
    var status: Int { kind.status }
}

extension Problem {
    static func malformedJSON(_ error: JSONError) -> Problem {
        let (detail, pointer) =
            switch error {
            case .empty: ("The body is empty; send JSON.", nil as String?)
            case .notUTF8: ("The body is not UTF-8; send JSON in UTF-8.", nil)
            case .cutShort: ("The JSON ends inside a string, an array or an object; send all of it.", nil)
            case .tooDeep(let limit): ("Arrays and objects may be \(limit) deep within one another, not more.", nil)
            case .repeatedMember: ("An object has two members of the same name; send each name once.", nil)
            case .numberTooLarge(let pointer):
                ("A number is larger than 64 bits hold; send it as a string.", pointer)
            case .malformed(let pointer?): ("A string or number is broken; see RFC 8259, sections 6 and 7.", pointer)
            case .malformed(nil):
                ("The body is not JSON (RFC 8259): look for missing quotes, commas and brackets.", nil)
            }
        let errors = pointer.map { [Fault(pointer: $0, detail: detail)] } ?? []
        return Problem(kind: .malformedJSON, detail: detail, errors: errors)
    }

    /// 400: fields or query parameters are missing, unknown, of the wrong type or out of range.
    static func invalidFields(_ faults: [Fault]) -> Problem {
        Problem(kind: .invalidField, detail: summary(faults), errors: faults)
    }

    /// 422: well formed, but impossible.
    static func unprocessable(_ faults: [Fault]) -> Problem {
        Problem(kind: .unprocessable, detail: summary(faults), errors: faults)
    }

    static func unprocessable(_ detail: String) -> Problem {
        Problem(kind: .unprocessable, detail: detail)
    }

    /// 401. RFC 6750 §3: no error code where no key was sent.
    static func unauthorized(isKeyWrong: Bool = false) -> Problem {
        let detail =
            isKeyWrong
            ? "The API key is unknown or revoked; send a valid one as: Authorization: Bearer gvk_..."
            : "Send an API key as: Authorization: Bearer gvk_...; `grapevine key create` makes one."
        let challenge = "Bearer realm=\"grapevine\"" + (isKeyWrong ? ", error=\"invalid_token\"" : "")
        return Problem(kind: .unauthorized, detail: detail, fields: [Field(name: "WWW-Authenticate", value: challenge)])
    }

    /// 403. RFC 6750 §3.1.
    /// - Parameter access: the scope that would do.
    static func forbidden(needs access: Access) -> Problem {
        let challenge = "Bearer realm=\"grapevine\", error=\"insufficient_scope\", scope=\"\(access.rawValue)\""
        return Problem(
            kind: .forbidden, detail: "This needs an API key with the scope \(access.rawValue).",
            fields: [Field(name: "WWW-Authenticate", value: challenge)])
    }

    /// 404.
    /// - Parameter what: as in `no program "diwali"`: "program", and what the client sent.
    static func notFound(_ what: String, _ name: String) -> Problem {
        Problem(kind: .notFound, detail: "There is no \(what) \(quoted(name)).")
    }

    /// 404 for a path that leads nowhere.
    static var noSuchPath: Problem {
        Problem(kind: .notFound, detail: "Nothing is at this path. Look for a slash at its end, or a missing /v1.")
    }

    /// 405.
    static func methodNotAllowed(allow: [Method]) -> Problem {
        let names = allow.map(\.rawValue).joined(separator: ", ")
        return Problem(
            kind: .methodNotAllowed, detail: "This path takes \(names).", fields: [Field(name: "Allow", value: names)])
    }

    /// 409.
    static func conflict(_ detail: String) -> Problem {
        Problem(kind: .conflict, detail: detail)
    }

    /// 410.
    static func gone(_ detail: String = "This link has ended.") -> Problem {
        Problem(kind: .gone, detail: detail)
    }

    /// 412.
    static var preconditionFailed: Problem {
        Problem(
            kind: .preconditionFailed,
            detail: "The ETag in If-Match is not the current one; read it again and repeat the change on that.")
    }

    /// 415.
    /// - Parameter accepted: media types that would do, the usual one first.
    static func unsupportedContentType(accepted: [String] = ["application/json"]) -> Problem {
        Problem(
            kind: .unsupportedContent, detail: "Send the body as Content-Type: \(alternatives(accepted)).",
            fields: [Field(name: "Accept", value: accepted.joined(separator: ", "))])
    }

    /// 429.
    static func tooManyRequests(retryAfter seconds: Int) -> Problem {
        Problem(
            kind: .tooManyRequests, detail: "Try again in \(seconds) seconds, or more slowly.",
            fields: [Field(name: "Retry-After", value: String(seconds))])
    }

    /// 503: busy, or the store cannot commit.
    static func unavailable(retryAfter seconds: Int = 1) -> Problem {
        Problem(
            kind: .unavailable, detail: "Nothing was stored. Try again in \(seconds) seconds.",
            fields: [Field(name: "Retry-After", value: String(seconds))])
    }

    /// 503 for one of two long reports.
    static var reportUnderway: Problem {
        Problem(
            kind: .unavailable,
            detail: "Another report is being made, and one is made at a time. Try again in 5 seconds.",
            fields: [Field(name: "Retry-After", value: "5")])
    }

    /// 500. What happened stands in the log only.
    static var internalError: Problem {
        Problem(
            kind: .internalError,
            detail: "Nothing was stored. The server's log has more under this request_id; tell the operator.")
    }

    /// One fault in full; of several, where they are.
    private static func summary(_ faults: [Fault]) -> String {
        func place(_ fault: Fault) -> String { fault.pointer.isEmpty ? "the body" : fault.pointer }
        guard let first = faults.first, faults.count > 1 else {
            return faults.first.map { "\(place($0)) \($0.detail)" } ?? "A field is wrong."
        }
        let shown = 5
        guard faults.count > shown else {
            return "Mend what `errors` lists: \(alternatives(faults.map(place)))."
        }
        return "Mend the \(faults.count) faults that `errors` lists, the first at \(place(first))."
    }
}
