import TestSupport
import Testing

@Suite("Lists: newest first, page by page")
struct ListTests {
    @Test("pages follow each other without a gap or a repetition while rows are added")
    func cursors() throws {
        let shop = try Shop.open()
        let names = (0..<7).map { "c-\($0)" }
        for name in names { try shop.enrol(name) }
        var seen: [String] = []
        var cursor = ""
        for page in 0..<10 {
            let reply = try shop.read("/v1/referrers?limit=3\(cursor)")
            #expect(reply["data"].list.count <= 3)
            seen += reply["data"].list.map { $0["customer_id"].string }
            try shop.enrol("late-\(page)")
            guard reply["next_cursor"] != .null else { break }
            cursor = "&cursor=\(reply["next_cursor"].string)"
        }
        #expect(seen == names.reversed())
    }

    @Test("the last page has no cursor, and neither has an empty list")
    func lastPage() throws {
        let shop = try Shop.open()
        #expect(try shop.read("/v1/referrers") == ["data": [], "next_cursor": nil])
        try shop.enrol("asha")
        try shop.enrol("ravi")
        #expect(try shop.read("/v1/referrers?limit=2")["next_cursor"] == .null)
        #expect(try shop.read("/v1/referrers?limit=1")["next_cursor"] != .null)
    }

    @Test("a limit or cursor that cannot be, or an unknown parameter, is refused by name")
    func refused() throws {
        let shop = try Shop()
        for query in ["limit=0", "limit=201", "limit=ten", "cursor=%20", "colour=red"] {
            let problem = try shop.get("/v1/programs?\(query)").expectProblem(400)
            #expect(problem["errors"][0]["pointer"].string.contains(query.prefix { $0 != "=" }))
        }
    }
}

@Suite("Entity tags: reading and changing what one has read")
struct EntityTagTests {
    @Test("an object that has not changed is not sent again")
    func notModified() throws {
        let shop = try Shop.open()
        let tag = try #require(try shop.get("/v1/programs/diwali")[field: "ETag"])
        let same = try shop.call("GET", "/v1/programs/diwali", fields: ["If-None-Match": tag])
        #expect(same.status == 304)
        #expect(same.body.isEmpty)
        #expect(same[field: "ETag"] == tag)
        try shop.patch("/v1/programs/diwali", ["name": "Other"]).expect(200)
        try shop.call("GET", "/v1/programs/diwali", fields: ["If-None-Match": tag]).expect(200)
    }

    @Test("a change of something that somebody else has changed is refused")
    func lostUpdate() throws {
        let shop = try Shop.open()
        let tag = try #require(try shop.get("/v1/programs/diwali")[field: "ETag"])
        let first = try shop.call("PATCH", "/v1/programs/diwali", ["name": "One"], fields: ["If-Match": tag])
        first.expect(200)
        let second = try shop.call("PATCH", "/v1/programs/diwali", ["name": "Two"], fields: ["If-Match": tag])
        second.expectProblem(412)
        #expect(try shop.read("/v1/programs/diwali")["name"] == "One")
        let fresh = try #require(try shop.get("/v1/programs/diwali")[field: "ETag"])
        try shop.call("PATCH", "/v1/programs/diwali", ["name": "Three"], fields: ["If-Match": fresh]).expect(200)
    }

    @Test("single objects carry a tag", arguments: ["referrers/customer:asha", "orders/1001"])
    func tags(path: String) throws {
        let shop = try Shop.open()
        try shop.enrol("asha")
        try shop.purchase("1001", by: "c-1").expect(201)
        #expect(try shop.get("/v1/\(path)")[field: "ETag"] != nil)
    }
}
