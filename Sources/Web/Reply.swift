import Domain
import Store
import Tracking
import Wire

/// What a handler answers, before it is a response.
struct Reply: Sendable {
    var status: Int
    private(set) var body: Body
    var fields: [(name: String, value: String)] = []
    /// Whether the reply is one object by itself, which then carries an entity tag.
    var isObject = false
    /// The links that the change it tells of is about, which must be looked up anew.
    var changedLinks: LinkDirectory.Part?

    enum Body: Sendable {
        case value(JSON)
        /// Of a value, as it was written before: it is neither read nor written again.
        case text(String)
    }

    init(_ status: Int, _ body: JSON) {
        self.status = status
        self.body = .value(body)
    }

    /// - Parameter text: of an object in JSON.
    init(_ status: Int, text: String) {
        self.status = status
        body = .text(text)
    }

    /// The body's text.
    var text: String {
        switch body {
        case .value(let value): value.canonicalText
        case .text(let text): text
        }
    }

    /// Gives the object of the body another member.
    /// - Throws: `JSONError` where its text is none of ours.
    mutating func set(_ name: String, to value: JSON) throws {
        let object =
            switch body {
            case .value(let value): value
            case .text(let text): try JSON(text: Array(text.utf8))
            }
        body = .value(object.setting(name, to: value))
    }

    /// One object, as a GET of it shows it.
    static func object(_ body: JSON, status: Int = 200) -> Reply {
        var reply = Reply(status, body)
        reply.isObject = true
        return reply
    }

    /// A list's text is no longer than about this: a client that does not read its answer holds it in memory.
    private static let listBytes = 96 * 1024

    /// A list of which one row more than asked was read, where there was one. Fewer than asked are shown where they
    /// are very long; the cursor goes on behind them.
    static func list<Row, Noun>(
        _ rows: [Row], _ page: Page, id: (Row) -> ID<Noun>, _ output: (Row) throws -> JSON
    ) rethrows -> Reply {
        var (shown, bytes) = ([JSON](), 0)
        while shown.count < min(page.limit, rows.count), shown.isEmpty || bytes < Self.listBytes {
            let row = try output(rows[shown.count])
            bytes += row.roughBytes
            shown.append(row)
        }
        let next = rows.count > shown.count ? rows.prefix(shown.count).last.map { Cursor.text(id($0)) } : nil
        return Reply(200, ["data": .array(shown), "next_cursor": JSON(next)])
    }

    /// - Parameter request: says which representation the client already holds.
    func response(to request: Request) -> Response {
        guard status != 204 else { return Response(status: 204, fields: fields) }
        let octets = Array(text.utf8)
        var all =
            fields + [(name: "Content-Type", value: "application/json"), (name: "Cache-Control", value: "no-cache")]
        if isObject {
            let tag = EntityTag(of: octets)
            all.append((name: "ETag", value: tag.text))
            if request.method == .get || request.method == .head,
                tag.isHeld(ifNoneMatch: request.field("if-none-match"))
            {
                // The body is not sent; the server tells by it what else the whole answer would have said.
                return Response(status: 304, fields: all, body: octets)
            }
        }
        return Response(status: status, fields: all, body: octets)
    }
}

extension Call {
    /// Refuses a change of an object that is no longer what the client has read.
    /// - Throws: `Problem` 412 where If-Match names another representation than `current`.
    func checkPrecondition(_ current: JSON) throws {
        guard EntityTag(of: current.octets).permitsChange(ifMatch: request.field("if-match")) else {
            throw Problem.preconditionFailed
        }
    }
}
