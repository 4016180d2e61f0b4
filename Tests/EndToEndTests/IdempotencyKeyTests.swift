import TestSupport
import Testing

@Suite("Idempotency-Key: a call sent again is done once")
struct IdempotencyKeyTests {
    private let key = ["Idempotency-Key": "9f1c"]

    @Test("the same key and body return the first reply, marked as such")
    func repeated() throws {
        let shop = try Shop()
        let first = try shop.call("POST", "/v1/programs", .diwali, fields: key)
        let again = try shop.call("POST", "/v1/programs", .diwali, fields: key)
        #expect(first.expect(201) == again.expect(201))
        #expect(first[field: "Idempotent-Replayed"] == nil)
        #expect(again[field: "Idempotent-Replayed"] == "true")
        #expect(try shop.read("/v1/programs")["data"].list.count == 1)
    }

    @Test("a change sent again is not made again")
    func change() throws {
        let shop = try Shop.open()
        let first = try shop.call("PATCH", "/v1/programs/diwali", ["name": "One"], fields: key).expect(200)
        try shop.patch("/v1/programs/diwali", ["name": "Two"]).expect(200)
        #expect(try shop.call("PATCH", "/v1/programs/diwali", ["name": "One"], fields: key).expect(200) == first)
        #expect(try shop.read("/v1/programs/diwali")["name"] == "Two")
    }

    @Test("the same key with another body is refused, and changes nothing")
    func otherBody() throws {
        let shop = try Shop.open()
        try shop.call("POST", "/v1/referrers", ["customer_id": "asha"], fields: key).expect(201)
        try shop.call("POST", "/v1/referrers", ["customer_id": "ravi"], fields: key).expectProblem(422)
        try shop.get("/v1/referrers/customer:ravi").expectProblem(404)
    }

    @Test("a reply is kept after a restart")
    func restart() throws {
        let shop = try Shop()
        let first = try shop.call("POST", "/v1/programs", .diwali, fields: key).expect(201)
        try shop.restart()
        #expect(try shop.call("POST", "/v1/programs", .diwali, fields: key).expect(201) == first)
    }

    @Test("a refused call does not use up its key")
    func refused() throws {
        let shop = try Shop()
        try shop.call("POST", "/v1/programs", .diwali.without("name"), fields: key).expectProblem(400)
        try shop.call("POST", "/v1/programs", .diwali, fields: key).expect(201)
    }

    @Test("twenty calls with one key at once make one referrer, and all get the same reply")
    func parallel() throws {
        let shop = try Shop.open()
        let fields = ["Authorization": "Bearer \(shop.key)", "Content-Type": "application/json"].merging(key) { $1 }
        let clients = try (0..<20).map { _ in try shop.server.connect() }
        for client in clients {
            let body: JSONValue = ["customer_id": "asha"]
            try client.send("POST", "/v1/referrers", fields: fields, body: body.text)
        }
        let replies = try clients.map { try $0.receive() }
        #expect(Set(replies.map { $0.expect(201) }).count == 1)
        #expect(replies.filter { $0[field: "Idempotent-Replayed"] == "true" }.count == 19)
        #expect(try shop.read("/v1/referrers")["data"].list.count == 1)
    }

    @Test("an API key is never made under an Idempotency-Key that would have to keep its secret")
    func apiKeys() throws {
        let shop = try Shop()
        let first = try shop.call("POST", "/v1/api-keys", ["scope": "read", "name": "shop"], fields: key)
        let again = try shop.call("POST", "/v1/api-keys", ["scope": "read", "name": "shop"], fields: key)
        #expect(again[field: "Idempotent-Replayed"] == nil)
        #expect(first.status != 201 || first.text != again.text)
    }
}
