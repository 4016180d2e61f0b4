import Glibc
import TestSupport

/// A client on a real socket. Its reads block, and give up after a minute so that a failing test ends.
final class LoopbackClient {
    private let descriptor: Int32
    private var unread: [UInt8] = []

    init(port: Int, receiveBuffer: Int32? = nil) throws {
        descriptor = try connectToLoopback(port: port, patienceSeconds: 60, receiveBuffer: receiveBuffer)
    }

    deinit { _ = close(descriptor) }

    /// Sends text in which `~` stands for CR LF.
    func send(_ text: String) throws {
        try send(text.utf8.flatMap { $0 == UInt8(ascii: "~") ? [13, 10] : [$0] })
    }

    func send(_ bytes: [UInt8]) throws {
        var sent = 0
        while sent < bytes.count {
            let count = Glibc.send(descriptor, Array(bytes[sent...]), bytes.count - sent, Int32(MSG_NOSIGNAL))
            guard count > 0 else { throw SocketFailure(call: "send", number: errno) }
            sent += count
        }
    }

    func endOutput() { _ = shutdown(descriptor, Int32(SHUT_WR)) }

    struct Answer {
        var head: String
        var body: [UInt8]
        var status: Int { Int(head.dropFirst(9).prefix(3)) ?? 0 }
        var text: String { String(decoding: body, as: UTF8.self) }
    }

    /// Reads one answer that has a Content-Length, or none and no body.
    func readAnswer(isHead: Bool = false) throws -> Answer {
        while true {
            let starts = 0..<max(0, unread.count - 3)
            if let end = starts.first(where: { Array(unread[$0..<($0 + 4)]) == [13, 10, 13, 10] }) {
                let head = String(decoding: unread[..<end], as: UTF8.self)
                unread.removeSubrange(..<(end + 4))
                let line = head.split(separator: "\r\n").first { $0.hasPrefix("Content-Length: ") }
                let length = isHead ? 0 : line.flatMap { Int($0.dropFirst(16)) } ?? 0
                while unread.count < length {
                    guard try readMore() else { throw SocketFailure(call: "recv ended in a body", number: 0) }
                }
                let body = Array(unread[..<length])
                unread.removeSubrange(..<length)
                return Answer(head: head, body: body)
            }
            guard try readMore() else { throw SocketFailure(call: "recv ended in a head", number: 0) }
        }
    }

    /// Is the connection at its end, cleanly and with nothing left?
    func isAtEnd() throws -> Bool {
        try unread.isEmpty && !readMore()
    }

    private func readMore() throws -> Bool {
        var buffer = [UInt8](repeating: 0, count: 65536)
        let count = recv(descriptor, &buffer, buffer.count, 0)
        guard count >= 0 else { throw SocketFailure(call: "recv", number: errno) }
        unread.append(contentsOf: buffer[..<count])
        return count > 0
    }
}
