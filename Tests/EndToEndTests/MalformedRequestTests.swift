import TestSupport
import Testing

@Suite("Bytes that can be read in two ways, or in none, over a real socket")
struct MalformedRequestTests {
    /// All that comes until the server closes, after `octets` and a whole second request.
    private func replies(to octets: [UInt8], from server: GrapevineServer) throws -> [UInt8] {
        let client = try server.connect()
        // The server may have closed before it has all of a large request.
        try? client.send(octets + octetsOfText("GET /healthz HTTP/1.1~Host: h~~"))
        return try client.receiveAll()
    }

    @Test("are answered once, with the connection closed, and nothing after them is taken for a request")
    func refused() throws {
        let shop = try Shop()
        for row in MalformedRequest.all {
            let replies = try replies(to: row.octets, from: shop.server)
            let reply = try #require(
                HTTPReply(whole: replies), "\(row.label): \(String(decoding: replies, as: UTF8.self))")
            #expect(reply.status == row.status, "\(row)")
            #expect(reply[field: "Connection"] == "close", "\(row.label)")
            #expect(reply.json["status"] == .integer(Int64(row.status)), "\(row.label)")
        }
        #expect(try shop.get("/healthz").status == 200)
    }
}
