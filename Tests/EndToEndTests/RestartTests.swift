import TestSupport
import Testing

@Suite("Restarts: nothing that was acknowledged is lost")
struct RestartTests {
    enum Stop: CaseIterable {
        case terminate, kill
    }

    /// Everything that can be read, but what only the port changes.
    private func everything(_ shop: Shop) throws -> [String: JSONValue] {
        var all: [String: JSONValue] = [:]
        let lists = ["programs", "referrers", "links", "conversions", "rewards"].map { "/v1/\($0)" }
        for path in lists { all[path] = try shop.read(path) }
        let conversions = all["/v1/conversions", default: .null]["data"].list.map {
            "/v1/conversions/\($0["id"].string)/explanation"
        }
        let rewards = all["/v1/rewards", default: .null]["data"].list.map { "/v1/rewards/\($0["id"].string)" }
        let others = ["/v1/orders/1001", "/v1/referrers/customer:asha", "/v1/referrers/customer:asha/stats"]
        for path in conversions + rewards + others { all[path] = try shop.get(path).json.without("request_id") }
        return all
    }

    @Test("a restart between any two steps of the whole way changes nothing", arguments: Stop.allCases)
    func wholeWay(stop: Stop) throws {
        let shop = try Shop()
        var events: [(body: JSONValue, reply: JSONValue)] = []

        func restart() throws {
            let before = try everything(shop)
            if stop == .terminate { try shop.restart() } else { try shop.crash() }
            #expect(try everything(shop) == before)
            for event in events {
                #expect(try shop.report(event.body).expect(200).withoutReplayed == event.reply.withoutReplayed)
            }
            #expect(try everything(shop) == before)
        }

        func report(_ body: JSONValue) throws {
            events.append((body, try shop.report(body).expect(201)))
            try restart()
        }

        try shop.post("/v1/programs", .diwali).expect(201)
        try restart()
        try shop.post("/v1/programs/diwali/activate").expect(200)
        try restart()
        let asha = try shop.enrol("asha")
        try restart()
        let browser = Browser(shop)
        let token = try browser.follow(asha.code).token
        try restart()
        // Not in the memory of this server, but still within a day of the first.
        try browser.follow(asha.code)
        try restart()
        try report(.signup("c-77", .touch(token: token).with(.touch(visitor: browser))))
        try report(.purchase("1001", by: "c-77", ["state": "placed"]))
        try report(.orderState("1001", "paid"))
        try report(.refund("1001", "r-1", ["amount": 30_000]))
        try report(.refund("1001", "r-2"))

        #expect(try shop.read("/v1/rewards?status=reversed")["data"].list.map { $0["reversed_amount"] } == [6495])
        let clicks = try shop.read("/v1/referrers/customer:asha/stats")["clicks"]
        #expect(clicks["human"] == 1)
        #expect(clicks["duplicate"] == 1)
        try shop.expectSound()
    }

    @Test("what waits for its order still waits after a crash")
    func waiting() throws {
        let shop = try Shop.open()
        let code = try shop.enrol("asha").code
        try shop.report(.refund("1001", "r-1", ["amount": 30_000])).expect(202)
        try shop.crash()
        let reply = try shop.purchase("1001", by: "c-1", ["code": .string(code)]).expect(201)
        #expect(reply["rewards"][0]["reversed_amount"] == 1500)
    }

    @Test("orders acknowledged before a crash in the middle of many are there, and each is whole")
    func crashUnderLoad() throws {
        let shop = try Shop.open()
        let code = try shop.enrol("asha").code
        let fields = ["Authorization": "Bearer \(shop.key)", "Content-Type": "application/json"]
        func body(_ number: Int) -> JSONValue {
            .purchase("order-\(number)", by: "c-\(number)", ["code": .string(code)])
        }
        let clients = try (0..<40).map { _ in try shop.server.connect() }
        for (number, client) in clients.enumerated() {
            try client.send("POST", "/v1/events", fields: fields, body: body(number).text)
        }
        var acknowledged: [Int: JSONValue] = [:]
        for number in 0..<10 {
            acknowledged[number] = try clients[number].receive().expect(201)
        }
        try shop.crash()
        for (number, first) in acknowledged {
            #expect(try shop.report(body(number)).expect(200).withoutReplayed == first.withoutReplayed)
        }
        for number in 10..<40 {
            #expect([200, 201].contains(try shop.report(body(number)).status))
        }
        #expect(try shop.read("/v1/conversions?limit=200")["data"].list.count == 40)
        #expect(try shop.read("/v1/rewards?limit=200")["data"].list.count == 40)
        try shop.expectSound()
    }
}
