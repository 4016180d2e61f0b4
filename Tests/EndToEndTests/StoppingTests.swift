import Foundation
import TestSupport
import Testing

@Suite("Stopping: no accepted request is dropped")
struct StoppingTests {
    @Test("a request whose body is still on its way at SIGTERM is answered, and the server exits with 0")
    func inFlight() throws {
        let shop = try Shop.open()
        let client = try shop.server.connect()
        #expect(try client.call("GET", "/healthz").status == 200)
        let body = JSONValue.purchase("1001", by: "c-1").text
        let fields = ["Authorization": "Bearer \(shop.key)", "Content-Type": "application/json"]
        let request = HTTPClient.head("POST", "/v1/events", fields: fields, bodyCount: body.count) + body
        try client.send(Array(request.dropLast(30)))
        shop.server.command.send(SIGTERM)
        try waitUntilRefused(shop.server)
        try client.send(Array(request.suffix(30)))
        try client.receive().expect(201)
        client.close()
        #expect(try shop.server.command.wait() == .exit(0))
        let next = try GrapevineServer(database: shop.database)
        let order = try next.connect().call("GET", "/v1/orders/1001", fields: ["Authorization": "Bearer \(shop.key)"])
        order.expect(200)
    }

    @Test("orders that were sent before SIGTERM are all answered, and are there after the next start")
    func underLoad() throws {
        let shop = try Shop.open()
        let fields = ["Authorization": "Bearer \(shop.key)", "Content-Type": "application/json"]
        let clients = try (0..<40).map { _ in try shop.server.connect() }
        for client in clients {
            #expect(try client.call("GET", "/healthz").status == 200)
        }
        for (number, client) in clients.enumerated() {
            let order = JSONValue.purchase("order-\(number)", by: "c-\(number)")
            try client.send("POST", "/v1/events", fields: fields, body: order.text)
        }
        shop.server.command.send(SIGTERM)
        for client in clients {
            try client.receive().expect(201)
            client.close()
        }
        #expect(try shop.server.command.wait() == .exit(0))
        try shop.restart()
        #expect(try shop.read("/v1/conversions?limit=200")["data"].list.count == 40)
        try shop.expectSound()
    }

    @Test("a server without work ends at once, with 0", arguments: [SIGTERM, SIGINT])
    func idle(signal: Int32) throws {
        let shop = try Shop()
        let client = try shop.server.connect()
        #expect(try client.call("GET", "/readyz").status == 200)
        let start = ContinuousClock.now
        shop.server.command.send(signal)
        #expect(try shop.server.command.wait() == .exit(0))
        #expect(ContinuousClock.now - start < .seconds(5))
    }

    /// Returns once the server takes no connections any more. Nothing else tells that it has seen the signal.
    private func waitUntilRefused(_ server: GrapevineServer) throws {
        let deadline = ContinuousClock.now + .seconds(30)
        while ContinuousClock.now < deadline {
            do {
                _ = try server.connect()
            } catch is SocketFailure {
                return
            }
        }
        throw Unexpected("a refused connection", "30 seconds of accepted ones")
    }
}
