import Foundation
import TestSupport

/// Clients that send request after request and take no answer.
struct NeverRead {
    private static let clients = 200
    private static let mostBytes = 256 * 1024
    /// Of requests, from one client: far more than a server should take in.
    private static let mostSent = 4 * 1024 * 1024

    private let name: String
    private let grapevine: Grapevine
    private let request: [UInt8]

    static func small(_ grapevine: Grapevine) -> NeverRead {
        NeverRead(
            name: "small answers", grapevine: grapevine, request: HTTPClient.head("GET", "/healthz", bodyCount: nil))
    }

    /// Answers of some 700 KiB: a full list of referrers with long tags.
    static func large(_ grapevine: Grapevine) throws -> NeverRead {
        let client = try HTTPClient(port: grapevine.port)
        let tags = (0..<50).map { JSONValue.string("\($0)-" + String(repeating: "t", count: 60)) }
        let fields = grapevine.authorized.merging(["Content-Type": "application/json"]) { $1 }
        for number in 0..<200 {
            let body: JSONValue = ["customer_id": "referrer-\(number)", "tags": .array(tags)]
            let status = try client.call("POST", "/v1/referrers", fields: fields, body: body.text).status
            guard [200, 201].contains(status) else { throw BenchError("a referrer was answered \(status)") }
        }
        let list = HTTPClient.head("GET", "/v1/referrers?limit=200", fields: grapevine.authorized, bodyCount: nil)
        return NeverRead(name: "large answers", grapevine: grapevine, request: list)
    }

    /// Reads what the others do not, over as many connections as have all of the store's readers at work: what these
    /// keep of the database in memory is no client's doing.
    func warmUp() throws {
        for _ in 0..<16 {
            let clients = try (0..<16).map { _ in try HTTPClient(port: grapevine.port) }
            for client in clients { try client.send(request) }
            for client in clients {
                guard try client.receive().status == 200 else { throw BenchError("a list was not answered 200") }
            }
        }
    }

    func report() throws {
        // What the first such answer brings in is no client's doing.
        let first = try HTTPClient(port: grapevine.port)
        try first.send(request)
        let answer = try first.receive().body.count
        first.close()
        let before = try grapevine.forgetPeak()
        let socketsBefore = try socketBytes()
        let (sent, sockets) = try flood()
        let growth = (try grapevine.figures.peakBytes - before) / Self.clients
        Report.limit(
            "never read, \(name) of \(answer.asBytes): a client", growth.asBytes, "<= \(Self.mostBytes.asBytes)",
            isMet: growth <= Self.mostBytes)
        Report.figure(
            "a client's requests; in the system's buffers",
            "\((sent / Self.clients).asBytes); \(((sockets - socketsBefore) / Self.clients).asBytes)")
        try grapevine.reportLeft()
    }

    /// Sends for three seconds what the server takes; then all clients go.
    /// - Returns: the bytes that were sent, and what the system's buffers held at the end.
    private func flood() throws -> (sent: Int, sockets: Int) {
        let block = Array(repeatElement(request, count: 64 * 1024 / request.count).joined())
        let clients = try (0..<Self.clients).map { _ in try DeafClient(port: grapevine.port, sending: block) }
        let deadline = ContinuousClock.now + .seconds(3)
        while ContinuousClock.now < deadline {
            for client in clients where client.sent < Self.mostSent { client.push() }
            usleep(10_000)
        }
        // Else the clients might be gone before the question.
        let sockets = try withExtendedLifetime(clients) { try socketBytes() }
        return (clients.map(\.sent).reduce(0, +), sockets)
    }
}

/// One such client.
private final class DeafClient {
    private(set) var sent = 0
    private let descriptor: Int32
    private let block: [UInt8]

    /// - Parameter block: what is sent over and over.
    init(port: Int, sending block: [UInt8]) throws {
        self.block = block
        descriptor = try connectToLoopback(port: port, patienceSeconds: 10, receiveBuffer: 4096)
    }

    deinit { close(descriptor) }

    /// Sends what goes without waiting, and never more than one block.
    func push() {
        let count = block[(sent % block.count)...].withUnsafeBytes {
            send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL | MSG_DONTWAIT))
        }
        if count > 0 { sent += count }
    }
}
