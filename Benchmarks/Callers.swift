import TestSupport

/// Many calls to the API over a few connections, one at a time on each: a commit then holds several of them.
struct Callers {
    private static let connections = 64
    private let clients: [HTTPClient]
    private let fields: [String: String]

    init(_ grapevine: Grapevine) throws {
        clients = try (0..<Self.connections).map { _ in try HTTPClient(port: grapevine.port) }
        fields = grapevine.authorized.merging(["Content-Type": "application/json"]) { $1 }
    }

    /// Makes a call for each item, and takes its answer.
    /// - Parameter statuses: those of a good answer; any other ends it all.
    func call<Item>(
        _ items: [Item], _ method: String, expecting statuses: [Int],
        _ call: (Item) -> (target: String, body: JSONValue?), answer: (Item, HTTPReply) throws -> Void = { _, _ in }
    ) throws {
        for start in stride(from: 0, to: items.count, by: clients.count) {
            let turn = zip(items[start..<min(items.count, start + clients.count)], clients)
            for (item, client) in turn {
                let (target, body) = call(item)
                try client.send(method, target, fields: fields, body: body?.text)
            }
            for (item, client) in turn {
                let reply = try client.receive()
                guard statuses.contains(reply.status) else {
                    throw BenchError("\(method) \(call(item).target) was answered \(reply)")
                }
                try answer(item, reply)
            }
        }
    }
}
