import TestSupport
import Testing

@Suite("A clock that is set while the server runs", .enabled(if: FaultShim.isBuilt))
struct ClockTests {
    @Test("back by a day: order, tokens and credits stay right, also after a restart")
    func back() throws {
        let ground = try ShopOnFaultyDisk()
        let shop = ground.shop
        let token = try Browser(shop).follow(ground.code).token
        try shop.purchase("first", by: "c-1", .touch(token: token)).expect(201)
        ground.shim.setClock(aheadSeconds: -86_400)
        let later = try Browser(shop).follow(ground.code).token
        for (order, token) in [("second", token), ("third", later)] {
            let reply = try shop.purchase(order, by: "customer-of-\(order)", .touch(token: token)).expect(201)
            #expect(reply["conversion"]["status"] == "credited")
        }
        try shop.restart()
        _ = try shop.server.command.errors.line(containing: "event=clock.behind")
        let last = try Browser(shop).follow(ground.code).token
        let reply = try shop.purchase("fourth", by: "c-4", .touch(token: last)).expect(201)
        #expect(reply["conversion"]["status"] == "credited")
        let list = try shop.read("/v1/conversions")["data"].list
        #expect(list.map { $0["order_id"] } == ["fourth", "third", "second", "first"])
        #expect(list.map { $0["id"].string } == list.map { $0["id"].string }.sorted().reversed())
        try shop.expectSound()
    }
}
