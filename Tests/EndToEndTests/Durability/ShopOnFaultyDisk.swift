import Foundation
import TestSupport
import Testing

/// An open shop with one referrer, on a disk that fails when it is told to.
final class ShopOnFaultyDisk {
    let shop: Shop
    let shim: FaultShim
    let code: String

    init(_ arguments: [String] = []) throws {
        let folder = try TemporaryFolder()
        shim = try FaultShim(database: folder.path("grapevine.db"), in: folder)
        shop = try Shop(arguments, in: folder, environment: shim.environment)
        try shop.activate(.diwali)
        code = try shop.enrol("asha").code
    }

    func order(_ id: String) -> JSONValue {
        .purchase(id, by: "customer-of-\(id)", ["code": .string(code)])
    }
}

extension Shop {
    /// Asks until the server is ready: nothing else tells when it has recovered.
    func waitUntilReady() throws {
        let deadline = ContinuousClock.now + .seconds(30)
        while try get("/readyz").status != 200 {
            guard ContinuousClock.now < deadline else {
                throw Unexpected("a ready server", server.command.errors.soFar)
            }
            usleep(10_000)
        }
    }

    /// Expects that nothing can be written now, and that nobody who follows a link notices more than a missing token.
    func expectUnavailable(
        code: String, order: JSONValue, sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let unrecorded = try figure("grapevine_clicks_unrecorded_total")
        let refused = try report(order)
        refused.expectProblem(503, sourceLocation: sourceLocation)
        #expect(refused[field: "Retry-After"] != nil, sourceLocation: sourceLocation)
        let redirect = try Browser(self).follow(code)
        #expect(redirect.status == 302, sourceLocation: sourceLocation)
        #expect(redirect.token == nil, sourceLocation: sourceLocation)
        #expect(redirect.location == "https://shop.example/welcome", sourceLocation: sourceLocation)
        #expect(try figure("grapevine_clicks_unrecorded_total") == unrecorded + 1, sourceLocation: sourceLocation)
        try waitUntilNotReady()
        #expect(try get("/healthz").status == 200, sourceLocation: sourceLocation)
    }

    /// A commit that went through makes the server ready for a second.
    private func waitUntilNotReady() throws {
        let deadline = ContinuousClock.now + .seconds(30)
        while try get("/readyz").status != 503 {
            guard ContinuousClock.now < deadline else { throw Unexpected("no ready server", "30 seconds of one") }
            usleep(10_000)
        }
    }

    /// Human clicks on the referrer's links.
    func humanClicks(_ customer: String) throws -> Int64 {
        try read("/v1/referrers/customer:\(customer)/stats")["clicks"]["human"].integer ?? -1
    }

    /// Expects an order to be there with its conversion.
    func expectOrder(_ id: String, sourceLocation: SourceLocation = #_sourceLocation) throws {
        let order = try get("/v1/orders/\(id)").expect(200, sourceLocation: sourceLocation)
        #expect(order["conversion"]["status"] == "credited", sourceLocation: sourceLocation)
    }

    /// Expects so many conversions of orders, and that `grapevine check` finds nothing.
    func expectConversions(_ count: Int, sourceLocation: SourceLocation = #_sourceLocation) throws {
        let figures = try read("/v1/referrers/customer:asha/stats")["purchases"]
        #expect(figures["credited"] == .integer(Int64(count)), sourceLocation: sourceLocation)
        try expectSound(sourceLocation: sourceLocation)
    }
}
