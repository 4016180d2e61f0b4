import TestSupport
import Testing

@Suite("Access: keys and what they may do")
struct AccessTests {
    @Test("without a key, or with one that is none of ours, a call is refused with a challenge")
    func noKey() throws {
        let shop = try Shop.open()
        for sender in [Shop.Sender.nobody, .key("gvk_wrong"), .key("")] {
            let reply = try shop.get("/v1/programs", as: sender)
            reply.expectProblem(401)
            #expect(reply[field: "WWW-Authenticate"]?.hasPrefix("Bearer") == true)
        }
    }

    @Test("a refused write changes nothing")
    func nothingStored() throws {
        let shop = try Shop()
        try shop.post("/v1/programs", .diwali, as: .nobody).expectProblem(401)
        try shop.post("/v1/programs", .diwali, as: .key(shop.makeKey("read"))).expectProblem(403)
        #expect(try shop.read("/v1/programs")["data"] == [])
    }

    @Test("a read key reads, and writes nothing")
    func readKey() throws {
        let shop = try Shop.open()
        let read = Shop.Sender.key(try shop.makeKey("read"))
        try shop.get("/v1/programs", as: read).expect(200)
        try shop.get("/metrics", as: read).expect(200)
        try shop.post("/v1/events", .purchase("1001", by: "c-1"), as: read).expectProblem(403)
        try shop.post("/v1/referrers", ["customer_id": "asha"], as: read).expectProblem(403)
        try shop.get("/v1/api-keys", as: read).expectProblem(403)
    }

    @Test("a write key reports events and enrols referrers, but sets up no programs and keys")
    func writeKey() throws {
        let shop = try Shop.open()
        let write = Shop.Sender.key(try shop.makeKey("write"))
        try shop.get("/v1/programs", as: write).expect(200)
        try shop.post("/v1/referrers", ["customer_id": "asha"], as: write).expect(201)
        try shop.post("/v1/events", .purchase("1001", by: "c-1"), as: write).expect(201)
        try shop.post("/v1/programs/diwali/pause", as: write).expectProblem(403)
        try shop.post("/v1/api-keys", ["scope": "admin"], as: write).expectProblem(403)
        #expect(try shop.read("/v1/programs/diwali")["status"] == "active")
    }

    @Test("a key made over the API is shown once, works, and is listed without its secret")
    func madeOverAPI() throws {
        let shop = try Shop()
        let reply = try shop.post("/v1/api-keys", ["scope": "read", "name": "till"])
        let made = reply.expect(201)
        let secret = try #require(made.members.values.first { $0.string.hasPrefix("gvk_") }).string
        try shop.get("/v1/programs", as: .key(secret)).expect(200)
        let list = try shop.get("/v1/api-keys")
        #expect(list.expect(200)["data"].list.contains { $0["id"] == made["id"] && $0["name"] == "till" })
        #expect(!list.text.contains(secret))
    }

    @Test("a key that was revoked over the API stops")
    func revokedOverAPI() throws {
        let shop = try Shop()
        let made = try shop.post("/v1/api-keys", ["scope": "read", "name": "till"]).expect(201)
        let secret = try #require(made.members.values.first { $0.string.hasPrefix("gvk_") }).string
        let revoked = try shop.call("DELETE", "/v1/api-keys/\(made["id"].string)")
        #expect([200, 204].contains(revoked.status))
        try shop.expectRefusal(of: secret)
    }
}

extension Shop {
    /// Expects that a key is refused within a second, asking until it is.
    func expectRefusal(of key: String, sourceLocation: SourceLocation = #_sourceLocation) throws {
        let deadline = ContinuousClock.now + .seconds(1)
        while true {
            let isLate = ContinuousClock.now > deadline
            let reply = try get("/v1/programs", as: .key(key))
            if reply.status != 200 || isLate {
                reply.expectProblem(401, sourceLocation: sourceLocation)
                return
            }
        }
    }
}
