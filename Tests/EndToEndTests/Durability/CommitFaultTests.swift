import Glibc
import TestSupport
import Testing

@Suite("A disk that fails: at every call of a commit", .enabled(if: FaultShim.isBuilt))
struct CommitFaultTests {
    /// How a disk fails.
    enum Fault: CaseIterable, CustomStringConvertible {
        /// One call.
        case onceBroken
        /// From a call on, until it is mended.
        case full

        func begin(_ shim: FaultShim, at position: Int) {
            switch self {
            case .onceBroken: shim.fail(EIO, from: position, count: 1)
            case .full: shim.fail(ENOSPC, from: position)
            }
        }

        var description: String {
            switch self {
            case .onceBroken: "one call fails with EIO"
            case .full: "calls fail with ENOSPC from one on"
            }
        }
    }

    /// Beyond what any commit here takes; a test that gets there does not test what it should.
    private static let farTooMany = 400

    @Test("an order is refused with 503, leaves nothing, and is taken once the disk works", arguments: Fault.allCases)
    func orders(fault: Fault) throws {
        let ground = try ShopOnFaultyDisk()
        let (shop, shim) = (ground.shop, ground.shim)
        for position in 1..<Self.farTooMany {
            // Before the log is long enough for the checkpointer, whose calls would be counted, too.
            if position % 10 == 0 { try shop.restart() }
            let id = "order-\(position)"
            fault.begin(shim, at: position)
            let reply = try shop.report(ground.order(id))
            let wasHit = shim.hit > 0
            if wasHit {
                reply.expectProblem(503)
                #expect(reply[field: "Retry-After"] != nil)
                shim.mend()
                try shop.get("/v1/orders/\(id)").expect(404)
            } else {
                reply.expect(201)
                shim.mend()
            }
            try shop.waitUntilReady()
            try shop.report(ground.order(id)).expect(wasHit ? 201 : 200)
            try shop.expectOrder(id)
            if !wasHit {
                #expect(position > 5)
                try shop.expectConversions(position)
                return
            }
        }
        Issue.record("no commit of \(Self.farTooMany) calls went through")
    }

    @Test("a crash after it leaves the order whole or not at all", arguments: Fault.allCases)
    func ordersAndCrash(fault: Fault) throws {
        let ground = try ShopOnFaultyDisk()
        let (shop, shim) = (ground.shop, ground.shim)
        for position in 1..<Self.farTooMany {
            // As above.
            if position % 10 == 0 { try shop.restart() }
            let id = "order-\(position)"
            try shop.report(ground.order("before-\(id)")).expect(201)
            fault.begin(shim, at: position)
            let reply = try shop.report(ground.order(id))
            let wasHit = shim.hit > 0
            try shop.server.kill()
            shim.mend()
            try shop.crash()
            reply.expect(wasHit ? 503 : 201)
            // A refused one whose last sync failed may be on the disk all the same: then it is answered as repeated.
            let again = try shop.report(ground.order(id))
            #expect(again.status == 200 || wasHit && again.status == 201, "\(again)")
            try shop.expectOrder(id)
            try shop.expectOrder("before-\(id)")
            if !wasHit {
                #expect(position > 5)
                try shop.expectConversions(2 * position)
                return
            }
        }
        Issue.record("no commit of \(Self.farTooMany) calls went through")
    }

    @Test("a click's redirect goes out without a token and is counted", arguments: Fault.allCases)
    func clicks(fault: Fault) throws {
        let ground = try ShopOnFaultyDisk()
        let (shop, shim) = (ground.shop, ground.shim)
        try Browser(shop).follow(ground.code)
        var stored: Int64 = 1
        for position in 1..<Self.farTooMany {
            fault.begin(shim, at: position)
            let redirect = try Browser(shop).follow(ground.code)
            let wasHit = shim.hit > 0
            shim.mend()
            #expect(redirect.status == 302)
            #expect((redirect.token == nil) == wasHit)
            #expect(try shop.figure("grapevine_clicks_unrecorded_total") == (wasHit ? position : position - 1))
            if !wasHit { stored += 1 }
            let next = try Browser(shop).follow(ground.code)
            #expect(next.token != nil)
            stored += 1
            #expect(try shop.humanClicks("asha") == stored)
            let order = JSONValue.purchase("order-\(position)", by: "c-\(position)", .touch(token: next.token))
            #expect(try shop.report(order).expect(201)["conversion"]["status"] == "credited")
            if !wasHit {
                #expect(position > 1)
                try shop.expectSound()
                return
            }
        }
        Issue.record("no commit of \(Self.farTooMany) calls went through")
    }

    @Test("a checkpoint that fails at the end loses nothing", arguments: [1, 2, 3, 5, 8, 13, 21, 34])
    func checkpoint(position: Int) throws {
        let ground = try ShopOnFaultyDisk()
        let (shop, shim) = (ground.shop, ground.shim)
        let redirect = try Browser(shop).follow(ground.code)
        for number in 0..<10 { try shop.report(ground.order("order-\(number)")).expect(201) }
        shim.fail(EIO, from: position, count: 1)
        try shop.server.terminate()
        #expect(shim.hit == 1)
        shim.mend()
        try shop.crash()
        for number in 0..<10 { try shop.report(ground.order("order-\(number)")).expect(200) }
        let order = JSONValue.purchase("last", by: "c-last", .touch(token: redirect.token))
        #expect(try shop.report(order).expect(201)["conversion"]["status"] == "credited")
        try shop.expectSound()
    }
}

@Suite("A slow disk", .enabled(if: FaultShim.isBuilt))
struct SlowDiskTests {
    @Test("a click whose commit takes over --click-wait goes out without a token, is counted, and is stored")
    func click() throws {
        let ground = try ShopOnFaultyDisk(["--click-wait", "50"])
        let shop = ground.shop
        try Browser(shop).follow(ground.code)
        let unrecorded = try shop.figure("grapevine_clicks_unrecorded_total")
        let stored = try shop.humanClicks("asha")
        ground.shim.delay(milliseconds: 1000)
        let redirect = try Browser(shop).follow(ground.code)
        #expect(redirect.status == 302)
        #expect(redirect.token == nil)
        #expect(redirect.location == "https://shop.example/welcome")
        #expect(try shop.figure("grapevine_clicks_unrecorded_total") == unrecorded + 1)
        ground.shim.mend()
        // In the queue behind it: what it sees is committed with the click or after it.
        try shop.waitUntilReady()
        #expect(try shop.humanClicks("asha") == stored + 1)
        #expect(try shop.figure("grapevine_clicks_unrecorded_total") == unrecorded + 1)
    }

    @Test("wherever in its commit it is slow, a click is stored once and its redirect goes out in time")
    func everywhere() throws {
        let ground = try ShopOnFaultyDisk(["--click-wait", "50"])
        let (shop, shim) = (ground.shop, ground.shim)
        try Browser(shop).follow(ground.code)
        for position in 1..<100 {
            shim.delay(milliseconds: 300, .disk, from: position, count: 1)
            let redirect = try Browser(shop).follow(ground.code)
            let wasHit = shim.hit > 0
            shim.mend()
            #expect(redirect.status == 302)
            #expect((redirect.token == nil) == wasHit)
            // In the queue behind it.
            try shop.report(ground.order("behind-\(position)")).expect(201)
            #expect(try shop.humanClicks("asha") == Int64(position + 1))
            #expect(try shop.figure("grapevine_clicks_unrecorded_total") == (wasHit ? position : position - 1))
            if !wasHit {
                #expect(position > 1)
                try shop.expectSound()
                return
            }
        }
        Issue.record("no commit of 100 calls went through")
    }

    @Test("an order waits for it, and is answered after its commit")
    func order() throws {
        let ground = try ShopOnFaultyDisk(["--click-wait", "50"])
        ground.shim.delay(milliseconds: 500)
        let start = ContinuousClock.now
        try ground.shop.report(ground.order("1001")).expect(201)
        #expect(ContinuousClock.now - start >= .milliseconds(500))
        ground.shim.mend()
        try ground.shop.crash()
        try ground.shop.expectOrder("1001")
    }
}
