import Testing
import Wire

@testable import Web

@Suite("The router")
struct RouterTests {
    private let router = Router([
        Route(.get, "/", access: .open, "root"), Route(.get, "/r/{slug}", access: .open, "redirect"),
        Route(.post, "/v1/programs", access: .admin, "create"), Route(.get, "/v1/programs", access: .read, "list"),
        Route(.get, "/v1/programs/{id}", access: .read, "read"),
        Route(.patch, "/v1/programs/{id}", access: .admin, "change"),
        Route(.post, "/v1/programs/{program}/activate", access: .admin, "activate"),
        Route(.get, "/v1/orders/{order_id}", access: .read, "order"),
        Route(.get, "/v1/orders/latest", access: .read, "latest"),
        Route(.get, "/v1/orders/latest/items", access: .read, "latest items"),
        Route(.get, "/v1/orders/{order_id}/credits/{credit}", access: .read, "credit"),
        Route(.delete, "/v1/links/{id}", access: .write, "archive"),
    ])

    private func found(_ method: Method, _ path: String) -> (handler: String, parameters: Parameters)? {
        let segments = Request(path: path).pathSegments ?? []
        guard case .found(let route, let parameters) = router.match(method, segments) else { return nil }
        return (route.handler, parameters)
    }

    private func allowed(_ method: Method, _ path: String) -> [Method]? {
        guard case .wrongMethod(let allow) = router.match(method, Request(path: path).pathSegments ?? []) else {
            return nil
        }
        return allow
    }

    @Test(
        "a path leads to its handler",
        arguments: [
            (Method.get, "/", "root", [:]), (.get, "/r/asha", "redirect", ["slug": "asha"]),
            (.get, "/v1/programs", "list", [:]), (.post, "/v1/programs", "create", [:]),
            (.get, "/v1/programs/diwali", "read", ["id": "diwali"]), (.patch, "/v1/programs/p", "change", ["id": "p"]),
            (.post, "/v1/programs/p/activate", "activate", ["program": "p"]),
            (.delete, "/v1/links/l", "archive", ["id": "l"]),
            (.get, "/v1/orders/7/credits/c", "credit", ["order_id": "7", "credit": "c"]),
        ] as [(Method, String, String, [String: String])])
    func paths(method: Method, path: String, handler: String, parameters: [String: String]) {
        let match = found(method, path)
        #expect(match?.handler == handler)
        for (name, value) in parameters { #expect(match?.parameters[name] == value) }
    }

    @Test(
        "a parameter's value is percent-decoded",
        arguments: [
            ("/r/a%20b", "a b"), ("/r/%F0%9F%98%80", "\u{1F600}"), ("/r/customer%3A7", "customer:7"), ("/r/..", ".."),
        ])
    func decoding(path: String, value: String) {
        #expect(found(.get, path)?.parameters["slug"] == value)
    }

    @Test(
        "a literal wins over a parameter, and the parameter is tried where the literal leads nowhere",
        arguments: [
            ("/v1/orders/latest", "latest"), ("/v1/orders/1001", "order"), ("/v1/orders/latest/items", "latest items"),
            ("/v1/orders/latest/credits/c", "credit"), ("/v1/orders/Latest", "order"),
        ])
    func precedence(path: String, handler: String) {
        #expect(found(.get, path)?.handler == handler)
    }

    @Test("the values of a way that led nowhere are forgotten")
    func backtracking() {
        #expect(found(.get, "/v1/orders/latest/credits/c")?.parameters == ["order_id": "latest", "credit": "c"])
    }

    @Test("HEAD is answered by the route of GET")
    func head() {
        #expect(found(.head, "/r/asha")?.handler == "redirect")
        #expect(found(.head, "/v1/links/l") == nil)
    }

    @Test(
        "a wrong method answers what is allowed, sorted, HEAD with GET and OPTIONS always",
        arguments: [
            (Method.delete, "/v1/programs", [Method.get, .head, .options, .post]),
            (.put, "/v1/programs/p", [.get, .head, .options, .patch]), (.get, "/v1/links/l", [.delete, .options]),
            (.head, "/v1/links/l", [.delete, .options]), (.get, "/v1/programs/p/activate", [.options, .post]),
            (.post, "/v1/orders/latest", [.get, .head, .options]),
        ])
    func allow(method: Method, path: String, methods: [Method]) {
        #expect(allowed(method, path) == methods)
    }

    @Test("OPTIONS is answered for every path there is")
    func options() {
        guard case .options([.get, .head, .options, .post]) = router.match(.options, ["v1", "programs"]) else {
            Issue.record("no answer to OPTIONS")
            return
        }
    }

    @Test(
        "whatever leads nowhere is not found, a slash at the end too",
        arguments: [
            "/v1", "/v1/", "/v1/programs/", "/v1/programs/p/", "/v1/programs/p/x", "/r", "/r/", "/r//", "//", "/r/a/b",
            "/V1/programs", "/v1//programs", "/v1/orders/1/credits", "/{slug}", "/r/asha/",
        ])
    func notFound(path: String) {
        guard case .notFound = router.match(.get, Request(path: path).pathSegments ?? []) else {
            Issue.record("\(path) was found")
            return
        }
    }

    @Test("no segments at all are not found")
    func noSegments() {
        guard case .notFound = router.match(.get, []) else {
            Issue.record("found")
            return
        }
    }

    @Test("the found route knows what access it needs")
    func access() {
        guard case .found(let route, _) = router.match(.patch, ["v1", "programs", "p"]) else {
            Issue.record("not found")
            return
        }
        #expect(route.access == .admin)
        #expect(route.pattern == "/v1/programs/{id}")
    }

    @Test("two routes of one method and path stop the start, whatever their parameters are called")
    func duplicates() async {
        await #expect(processExitsWith: .failure) {
            _ = Router([Route(.get, "/a/{x}", access: .open, 1), Route(.get, "/a/{y}", access: .open, 2)])
        }
    }
}
