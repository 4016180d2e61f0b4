import TestSupport
import Testing

@Suite("A list of very long rows")
struct LongListTests {
    @Test("comes in shorter pages, and whole by its cursors")
    func pages() throws {
        let shop = try Shop()
        let tags = (0..<50).map { JSONValue.string("\($0)-" + String(repeating: "t", count: 60)) }
        let customers = (0..<100).map { "c-\($0)" }
        for customer in customers { try shop.enrol(customer, ["tags": .array(tags)]) }
        var seen: [String] = []
        var path = "/v1/referrers?limit=200"
        while true {
            let reply = try shop.get(path)
            #expect(reply.body.count < 160 * 1024)
            let page = reply.json
            seen += page["data"].list.map { $0["customer_id"].string }
            guard case .string(let cursor) = page["next_cursor"] else { break }
            path = "/v1/referrers?limit=200&cursor=\(cursor)"
        }
        #expect(seen == customers.reversed())
    }
}
