import Domain
import Testing
import Wire

@testable import Web

@Suite("Query parameters")
struct QueryTests {
    private enum Status: String, CaseIterable {
        case active, suspended
    }

    private func read<Value>(
        _ query: String, known: [String] = ["a", "b"], isList: Bool = false, _ read: (Query) -> Value
    ) -> (value: Value, faults: [Fault]) {
        let faults = Faults()
        let query = Query(Request(query: query), known: known, isList: isList, faults: faults)
        return (read(query), faults.list)
    }

    @Test("right values are read without a fault")
    func rightValues() {
        let names = ["text", "count", "dry_run", "from", "status"]
        let text = "text=a%20b%26+c&count=-12&dry_run=1&from=2026-11-21T10:00:00Z&status=active"
        let (_, faults) = read(text, known: names) { query in
            #expect(query.string("text") == "a b& c")
            #expect(query.integer("count", in: -20...0) == -12)
            #expect(query.bool("dry_run") == true)
            #expect(query.timestamp("from") == Timestamp(rfc3339: "2026-11-21T10:00:00Z"))
            #expect(query.choice("status", of: Status.self) == .active)
            #expect(query.isPresent("text"))
        }
        #expect(faults == [])
    }

    @Test("absent parameters are nil and no fault")
    func absent() {
        let (_, faults) = read("") { query in
            #expect(query.string("a") == nil)
            #expect(query.integer("a") == nil)
            #expect(query.bool("a") == nil)
            #expect(query.timestamp("a") == nil)
            #expect(query.choice("a", of: Status.self) == nil)
            #expect(!query.isPresent("a"))
        }
        #expect(faults == [])
    }

    @Test("a flag is true, false, 1 or 0", arguments: [("true", true), ("false", false), ("1", true), ("0", false)])
    func flags(text: String, value: Bool) {
        let (found, faults) = read("a=\(text)") { $0.bool("a") }
        #expect(found == value)
        #expect(faults == [])
    }

    @Test(
        "the plus of an offset may stand there as it is",
        arguments: [
            "2026-11-01T00:00:00+05:30", "2026-11-01T00:00:00%2B05:30", "2026-10-31T18:30:00Z",
            "2026-11-01+00:00:00+05:30",
        ])
    func offsets(text: String) {
        let (found, faults) = read("a=\(text)") { $0.timestamp("a") }
        #expect(found == Timestamp(rfc3339: "2026-10-31T18:30:00Z"))
        #expect(faults == [])
    }

    @Test(
        "a wrong value is one fault that says what would be right",
        arguments: [
            ("text=abcdef", "?text", "must have 1 to 5 characters; it has 6"),
            ("text=%01", "?text", "must be without control characters; it has U+1"),
            ("count=x", "?count", "must be a whole number; it is \"x\""),
            ("count=1.0", "?count", "must be a whole number; it is \"1.0\""),
            ("count=%D9%A5", "?count", "must be a whole number; it is \"\u{665}\""),
            ("count=99999999999999999999", "?count", "must be a whole number; it is \"99999999999999999999\""),
            ("count=10", "?count", "must be 1 to 9; it is 10"),
            ("flag=yes", "?flag", "must be true or false; it is \"yes\""),
            ("from=today", "?from", timestampFault), ("from=2026-11-01", "?from", timestampFault),
            ("status=gone", "?status", "must be active or suspended; it is \"gone\""),
            ("text=", "?text", "is empty; give it a value or leave it out"),
            ("text", "?text", "is empty; give it a value or leave it out"),
            ("count=1&count=1", "?count", "must stand there once"),
            ("count=1&count=2&count=3", "?count", "must stand there once"),
            ("colour=red", "?colour", "unknown parameter \"colour\"; known are: count, flag, from, status, text"),
            ("Count=1", "?Count", "unknown parameter \"Count\"; known are: count, flag, from, status, text"),
            ("%zz=1", "?", "must be percent-encoded UTF-8 without NUL"),
            ("text=%FF", "?", "must be percent-encoded UTF-8 without NUL"),
        ])
    func wrongValues(query: String, pointer: String, detail: String) {
        let (_, faults) = read(query, known: ["text", "count", "flag", "from", "status"]) { query in
            _ = query.string("text", length: 1...5)
            _ = query.integer("count", in: 1...9)
            _ = query.bool("flag")
            _ = query.timestamp("from")
            _ = query.choice("status", of: Status.self)
        }
        #expect(faults == [Fault(pointer: pointer, detail: detail)])
    }

    @Test("all faults are named together, and make a 400")
    func allTogether() {
        let faults = Faults()
        let query = Query(Request(query: "x=1&a=&limit=0&b=q"), known: ["a", "b"], isList: true, faults: faults)
        _ = query.integer("b")
        _ = query.page()
        let problem = #expect(throws: Problem.self) { try faults.throwIfAny() }
        #expect(problem?.status == 400)
        #expect(problem?.errors.map(\.pointer) == ["?x", "?a", "?b", "?limit"])
    }

    @Test(
        "a page has 50 items unless 1 to 200 are asked for",
        arguments: [
            ("", Query.Page(limit: 50), nil), ("limit=1", Query.Page(limit: 1), nil),
            ("limit=200&cursor=prg_06c", Query.Page(limit: 200, cursor: "prg_06c"), nil),
            ("limit=0", Query.Page(limit: 50), "must be 1 to 200; it is 0"),
            ("limit=201", Query.Page(limit: 50), "must be 1 to 200; it is 201"),
        ] as [(String, Query.Page, String?)])
    func pages(query: String, page: Query.Page, detail: String?) {
        let (found, faults) = read(query, isList: true) { $0.page() }
        #expect(found == page)
        #expect(faults == (detail.map { [Fault(pointer: "?limit", detail: $0)] } ?? []))
    }

    @Test("limit and cursor are unknown where there is no list")
    func noList() {
        let (_, faults) = read("limit=1", known: []) { _ in }
        #expect(faults == [Fault(pointer: "?limit", detail: "unknown parameter \"limit\"; none is known here")])
    }

    @Test("a very long unknown name is not sent back whole")
    func longName() {
        let (_, faults) = read(String(repeating: "n", count: 5000)) { _ in }
        #expect(faults.map(\.pointer) == ["?"])
        #expect(faults.allSatisfy { $0.detail.utf8.count < 200 })
    }
}
