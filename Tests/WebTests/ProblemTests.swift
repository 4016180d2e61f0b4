import Testing
import Wire

@testable import Web

@Suite("Problems")
struct ProblemTests {
    @Test(
        "each has its status, its stable type and the fields that go with it",
        arguments: [
            (Problem.malformedJSON(.empty), 400, "malformed-json", [:]),
            (.invalidFields([Fault(pointer: "/a", detail: "is required")]), 400, "invalid-field", [:]),
            (.unauthorized(), 401, "unauthorized", ["WWW-Authenticate": "Bearer realm=\"grapevine\""]),
            (
                .unauthorized(isKeyWrong: true), 401, "unauthorized",
                ["WWW-Authenticate": "Bearer realm=\"grapevine\", error=\"invalid_token\""]
            ),
            (
                .forbidden(needs: .write), 403, "forbidden",
                ["WWW-Authenticate": "Bearer realm=\"grapevine\", error=\"insufficient_scope\", scope=\"write\""]
            ),
            (.notFound("program", "x"), 404, "not-found", [:]), (.noSuchPath, 404, "not-found", [:]),
            (.methodNotAllowed(allow: [.get, .head]), 405, "method-not-allowed", ["Allow": "GET, HEAD"]),
            (.conflict("The code is taken."), 409, "conflict", [:]), (.gone(), 410, "gone", [:]),
            (.preconditionFailed, 412, "precondition-failed", [:]),
            (
                .unsupportedContentType(accepted: ["application/json", "application/x-ndjson"]), 415,
                "unsupported-content",
                ["Accept": "application/json, application/x-ndjson"]
            ),
            (.unprocessable("d"), 422, "unprocessable", [:]),
            (.tooManyRequests(retryAfter: 7), 429, "too-many-requests", ["Retry-After": "7"]),
            (.internalError, 500, "internal-error", [:]),
            (.unavailable(retryAfter: 2), 503, "unavailable", ["Retry-After": "2"]),
        ] as [(Problem, Int, String, [String: String])])
    func kinds(problem: Problem, status: Int, name: String, fields: [String: String]) throws {
        #expect(problem.type == "/problems/" + name)
        let response = problem.response(requestID: "r-1")
        #expect(response.status == status)
        #expect(response.field("Content-Type") == "application/problem+json")
        #expect(response.field("Cache-Control") == "no-store")
        for (field, value) in fields { #expect(response.field(field) == value) }
        let body = try JSON(text: response.body)
        guard case .object(let members) = body else {
            Issue.record("\(body)")
            return
        }
        #expect(members["type"] == .string(problem.type))
        #expect(members["title"] == .string(problem.title))
        #expect(members["status"] == .integer(Int64(status)))
        #expect(members["detail"] == .string(problem.detail))
        #expect(members["request_id"] == .string("r-1"))
        #expect(problem.detail.count > 0)
    }

    @Test("a reply lists every fault with its pointer, and is this text")
    func wholeText() {
        let problem = Problem.invalidFields([
            Fault(pointer: "/currency", detail: "is required"),
            Fault(pointer: "?limit", detail: "must be 1 to 200; it is 0"),
        ])
        let text = String(decoding: problem.response(requestID: "r-1").body, as: UTF8.self)
        #expect(
            text == """
                {"detail":"Mend what `errors` lists: /currency or ?limit.","errors":[{"detail":"is required",\
                "pointer":"/currency"},{"detail":"must be 1 to 200; it is 0","pointer":"?limit"}],"request_id":"r-1",\
                "status":400,"title":"A field is missing, unknown or wrong","type":"/problems/invalid-field"}
                """)
    }

    @Test("types and titles are told apart, and statuses are those of API.md")
    func kindTable() {
        #expect(Set(ProblemKind.allCases.map(\.type)).count == ProblemKind.allCases.count)
        #expect(Set(ProblemKind.allCases.map(\.title)).count == ProblemKind.allCases.count)
        let statuses = [
            400, 401, 403, 404, 405, 408, 409, 410, 412, 413, 414, 415, 417, 422, 429, 431, 500, 501, 503, 505,
        ]
        #expect(Set(ProblemKind.allCases.map(\.status)).sorted() == statuses)
    }

    @Test(
        "bytes that are no request get the status of their error",
        arguments: [
            (RequestError.invalidByte(0, offset: 3), ProblemKind.malformedRequest),
            (.conflictingLengths, .malformedRequest),
            (.headTimeout(seconds: 5), .requestTimeout), (.bodyTooLarge(limit: 10), .bodyTooLarge),
            (.requestLineTooLong(limit: 10), .targetTooLong), (.unsupportedContentCoding, .unsupportedContent),
            (.unsupportedExpectation, .expectationFailed), (.headTooLarge(limit: 1), .headTooLarge),
            (.unsupportedMethod, .notImplemented), (.unsupportedVersion, .versionNotSupported),
        ])
    func requestErrors(error: RequestError, kind: ProblemKind) {
        let problem = Problem(error)
        #expect(problem.kind == kind)
        #expect(problem.status == error.status)
    }

    @Test("a limit that was passed is named")
    func limits() {
        #expect(Problem(.bodyTooLarge(limit: 1_048_576)).detail.contains("1048576"))
    }

    @Test(
        "each fact about JSON has its own words, and a pointer where it has a place",
        arguments: [
            JSONError.empty, .notUTF8, .cutShort, .tooDeep(limit: 32), .repeatedMember, .numberTooLarge(pointer: "/a"),
            .malformed(pointer: "/b"), .malformed(pointer: nil),
        ])
    func jsonErrors(error: JSONError) {
        let problem = Problem.malformedJSON(error)
        #expect(problem.status == 400)
        switch error {
        case .numberTooLarge(let pointer), .malformed(let pointer?): #expect(problem.errors.map(\.pointer) == [pointer])
        default: #expect(problem.errors == [])
        }
    }

    @Test("the detail has one fault in full, some by place, many by number")
    func summaries() {
        func detail(_ count: Int) -> String {
            Problem.invalidFields((0..<count).map { Fault(pointer: $0 == 0 ? "" : "/f\($0)", detail: "is wrong") })
                .detail
        }
        #expect(detail(1) == "the body is wrong")
        #expect(detail(3) == "Mend what `errors` lists: the body, /f1 or /f2.")
        #expect(detail(9) == "Mend the 9 faults that `errors` lists, the first at the body.")
    }

    @Test("a page says the same to people, and escapes what a client sent")
    func page() {
        let response = Problem.notFound("link", "<script>alert('\"&\")</script>").page(requestID: "r<1")
        let html = String(decoding: response.body, as: UTF8.self)
        #expect(response.status == 404)
        #expect(response.field("Content-Type") == "text/html; charset=utf-8")
        #expect(response.field("Content-Security-Policy") == "default-src 'none'")
        #expect(html.hasPrefix("<!doctype html>"))
        #expect(html.contains("<h1>Not found</h1>"))
        #expect(
            html.contains("There is no link &quot;&lt;script&gt;alert(&#39;&quot;&amp;&quot;)&lt;/script&gt;&quot;."))
        #expect(html.contains("r&lt;1"))
        #expect(!html.contains("<script"))
    }

    @Test("a page carries the problem's own fields too")
    func pageFields() {
        #expect(Problem.unavailable(retryAfter: 3).page(requestID: "r").field("Retry-After") == "3")
    }

    @Test("what a client sent is quoted, and cut where it is long")
    func quotes() {
        #expect(quoted("abc") == "\"abc\"")
        #expect(quoted(String(repeating: "x", count: 41)) == "\"" + String(repeating: "x", count: 40) + "...\"")
    }
}

@Suite("Accept")
struct AcceptTests {
    @Test(
        "a browser gets a page, a program JSON",
        arguments: [
            (nil, false), ("", false), ("*/*", false), ("text/html", true), ("application/json", false),
            ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", true), ("TEXT/HTML", true),
            ("text/*", true), ("text/html;q=0", false), ("application/json, text/html;q=0.9", false),
            ("text/html; charset=utf-8; q=0.5, application/problem+json;q=0.4", true),
            ("text/html;q=0.123, */*;q=0.124", false), ("text/html;q=abc", false), ("text/html;q=2", false),
            ("application/json;q=1.000,text/html;q=1.000", false), (", ,;", false), ("text/html;q=.5", false),
        ] as [(String?, Bool)])
    func preference(field: String?, isHTML: Bool) {
        #expect(Accept.prefersHTML(field) == isHTML)
    }
}
