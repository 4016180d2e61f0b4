import Glibc
import TestSupport

/// A body that is larger than the server takes.
struct Upload {
    enum Framing: String, CaseIterable {
        case sized = "with Content-Length"
        case chunked = "in chunks"
    }

    static let pieceBytes = 64 * 1024
    private static let patience: Int32 = 20  // milliseconds
    private let framing: Framing
    private let bytes: Int

    init(_ framing: Framing, bytes: Int) {
        self.framing = framing
        self.bytes = bytes
    }

    /// Sends it until an answer comes, however long the server reads.
    /// - Returns: the answer's status, 0 if there is none, and how much of the body was sent by then.
    func send(to grapevine: Grapevine) throws -> (status: Int, sent: Int) {
        let client = try HTTPClient(port: grapevine.port)
        try client.send(head(grapevine.authorized))
        var sent = 0
        // A moment for the answer after each piece: else the system would take megabytes before anybody has read one.
        while sent < bytes, !client.hasAnswer(within: Self.patience) {
            // A server that has closed makes this fail, and may have answered before.
            do { try client.send(piece) } catch { break }
            sent += Self.pieceBytes
        }
        return (try client.receive().status, sent)
    }

    private func head(_ authorized: [String: String]) -> [UInt8] {
        let fields = authorized.merging(["Content-Type": "application/json"]) { $1 }
        switch framing {
        case .sized: return HTTPClient.head("POST", "/v1/events", fields: fields, bodyCount: bytes)
        case .chunked:
            let chunked = fields.merging(["Transfer-Encoding": "chunked"]) { $1 }
            return HTTPClient.head("POST", "/v1/events", fields: chunked, bodyCount: nil)
        }
    }

    private var piece: [UInt8] {
        let spaces = [UInt8](repeating: UInt8(ascii: " "), count: Self.pieceBytes)
        guard framing == .chunked else { return spaces }
        return Array((String(Self.pieceBytes, radix: 16) + "\r\n").utf8) + spaces + Array("\r\n".utf8)
    }
}
