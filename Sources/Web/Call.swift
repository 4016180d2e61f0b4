import Domain
import Store
import Tracking
import Wire

/// One request that has found its route, with whoever sent it.
struct Call: Sendable {
    let request: Request
    let parameters: Parameters
    let requestID: String
    /// nil on open routes.
    let key: KeyRow?

    /// Who acts, for the history of what changed.
    var actor: String { key?.id.text ?? "anonymous" }

    /// The body as JSON.
    /// - Throws: `Problem` 415 where it says that it is something else, 400 where it is not JSON.
    func body() throws -> JSON {
        let type = request.field("content-type")?.prefix { $0 != ";" }.filter { $0 != " " }.lowercased()
        guard type == nil || type == "application/json" else { throw Problem.unsupportedContentType() }
        do {
            return try JSON(text: request.body)
        } catch {
            throw Problem.malformedJSON(error)
        }
    }

    /// For calls that say everything in their path: no body, or an empty object.
    func expectNoBody() throws {
        guard !request.body.isEmpty else { return }
        let faults = Faults()
        Fields(try body(), faults: faults).finish()
        try faults.throwIfAny()
    }

    /// Reads the query of a single object or a write.
    func expectNoQuery() throws {
        let faults = Faults()
        _ = Query(request, known: [], faults: faults)
        try faults.throwIfAny()
    }

    /// The page of a list that the query asks for, and what `read` takes from it besides.
    /// - Parameter known: the list's own parameters.
    func list<Filter>(known: [String], _ read: (Query) throws -> Filter) throws -> (filter: Filter, page: Page) {
        let faults = Faults()
        let query = Query(request, known: known, isList: true, faults: faults)
        let page = query.page()
        let before = page.cursor.flatMap { Cursor.read($0) }
        if page.cursor != nil, before == nil {
            query.fault("cursor", "is none of ours; send a reply's next_cursor as it came")
        }
        let filter = try read(query)
        try faults.throwIfAny()
        return (filter, Page(limit: page.limit, before: before))
    }
}

extension Query {
    /// The program that a parameter names; a name that nothing has is a fault beside the others.
    func program(_ name: String, _ connection: Connection) throws -> ID<Program>? {
        try found(name) { try connection.program(named: $0).id }
    }

    /// The same for a referrer.
    func referrer(_ name: String, _ connection: Connection) throws -> ID<Referrer>? {
        try found(name) { try connection.referrer(named: $0).id }
    }

    private func found<Noun>(_ name: String, _ find: (String) throws -> ID<Noun>) throws -> ID<Noun>? {
        guard let text = string(name) else { return nil }
        do {
            return try find(text)
        } catch TrackingError.unknown(let noun, let unknown) {
            fault(name, "there is no \(noun.rawValue) \(quoted(unknown))", isUnprocessable: true)
            return nil
        }
    }
}

/// The place in a list where its next page begins: the last identifier shown, without its prefix.
enum Cursor {
    static func text<Noun>(_ last: ID<Noun>) -> String {
        String(last.text.split(separator: "_").last ?? "")
    }

    static func read(_ text: String) -> Int64? {
        ID<Program>(Program.idPrefix + "_" + text)?.value
    }
}
