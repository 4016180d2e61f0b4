import TestSupport
import Testing

@Suite("Referrers: enrolled once, kept up to date")
struct ReferrerTests {
    @Test("enrolling again brings the sent fields up to date and keeps the code")
    func again() throws {
        let shop = try Shop.open()
        let asha = try shop.enrol("asha", ["name": "Asha", "email": "asha@shop.example"])
        let again = try shop.post("/v1/referrers", ["customer_id": "asha", "name": "Asha Rao"]).expect(200)
        #expect(again["id"] == .string(asha.id))
        #expect(again["code"] == .string(asha.code))
        #expect(again["name"] == "Asha Rao")
        #expect(again["email"] == "asha@shop.example")
    }

    @Test("a referrer is found by the shop's own id as well as by ours")
    func naming() throws {
        let shop = try Shop.open()
        let asha = try shop.enrol("asha")
        #expect(asha.id.hasPrefix("ref_"))
        #expect(asha.id.count == 17)
        #expect(try shop.read("/v1/referrers/customer:asha") == shop.read("/v1/referrers/\(asha.id)"))
    }

    @Test("a change sets the fields that are sent")
    func change() throws {
        let shop = try Shop.open()
        try shop.enrol("asha", ["name": "Asha", "followers": 10])
        try shop.patch("/v1/referrers/customer:asha", ["followers": 12_000, "tags": ["influencer"]]).expect(200)
        let read = try shop.read("/v1/referrers/customer:asha")
        #expect(read["name"] == "Asha")
        #expect(read["followers"] == 12_000)
        #expect(read["tags"] == ["influencer"])
    }

    @Test(
        "the list is filtered by email address, tag and followers",
        arguments: ["email=asha@shop.example", "tag=influencer", "min_followers=1000"])
    func filters(query: String) throws {
        let shop = try Shop.open()
        let more: JSONValue = ["email": "asha@shop.example", "tags": ["influencer", "vip"], "followers": 12_000]
        let asha = try shop.enrol("asha", more)
        try shop.enrol("ravi", ["email": "ravi@shop.example", "tags": ["vip"], "followers": 10])
        try shop.enrol("meera")
        #expect(try shop.read("/v1/referrers?\(query)")["data"].list.map { $0["id"].string } == [asha.id])
    }
}
