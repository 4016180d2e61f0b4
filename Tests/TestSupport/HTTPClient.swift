import Glibc

/// One HTTP/1.1 connection on a real socket. It blocks, and gives up after a minute so that a failing test ends.
package final class HTTPClient {
    /// -1 once closed.
    private var descriptor: Int32
    private var unread: [UInt8] = []

    /// - Parameter receiveBuffer: octets; nil: the system's choice.
    package init(port: Int, receiveBuffer: Int32? = nil) throws {
        descriptor = try connectToLoopback(port: port, patienceSeconds: 60, receiveBuffer: receiveBuffer)
    }

    /// Connects to a Unix socket.
    package init(path: String) throws {
        descriptor = try connectToUnixSocket(path: path, patienceSeconds: 60)
    }

    deinit {
        close()
    }

    package func close() {
        if descriptor >= 0 { Glibc.close(descriptor) }
        descriptor = -1
    }

    /// Says that nothing more will be sent; answers can still be read.
    package func endOutput() {
        shutdown(descriptor, Int32(SHUT_WR))
    }

    /// Sends a request and reads its answer.
    package func call(
        _ method: String, _ target: String, fields: [String: String] = [:], body: [UInt8]? = nil
    ) throws -> HTTPReply {
        try send(method, target, fields: fields, body: body)
        return try receive(isHead: method == "HEAD")
    }

    /// Sends a whole request without reading the answer.
    package func send(
        _ method: String, _ target: String, fields: [String: String] = [:], body: [UInt8]? = nil
    ) throws {
        try send(Self.head(method, target, fields: fields, bodyCount: body?.count) + (body ?? []))
    }

    /// The octets of a request's head. Content-Length is there wherever a body may be.
    package static func head(
        _ method: String, _ target: String, fields: [String: String] = [:], bodyCount: Int?
    ) -> [UInt8] {
        var all = ["Host": "127.0.0.1"]
        if let bodyCount { all["Content-Length"] = String(bodyCount) }
        all.merge(fields) { $1 }
        let lines = ["\(method) \(target) HTTP/1.1"] + all.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" }
        return Array((lines.joined(separator: "\r\n") + "\r\n\r\n").utf8)
    }

    package func send(_ octets: [UInt8]) throws {
        var sent = 0
        while sent < octets.count {
            let count = octets[sent...].withUnsafeBytes {
                Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { throw SocketFailure(call: "send", number: errno) }
            sent += count
        }
    }

    /// Whether something comes within so many milliseconds that was not read yet, or the end does.
    package func hasAnswer(within milliseconds: Int32) -> Bool {
        var question = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        return !unread.isEmpty || poll(&question, 1, milliseconds) > 0
    }

    /// Reads one answer, by its Content-Length; an answer without one has no body.
    package func receive(isHead: Bool = false) throws -> HTTPReply {
        while true {
            let head = try receiveHead()
            let lines = head.split(separator: "\r\n")
            let status = Int(lines.first?.dropFirst(9).prefix(3) ?? "") ?? 0
            let fields = lines.dropFirst().map { line in
                let name = line.prefix { $0 != ":" }
                let value = line.dropFirst(name.count + 1).drop { $0 == " " }
                return (name: String(name), value: String(value))
            }
            // 100 Continue is followed by the answer itself.
            if status == 100 { continue }
            let hasBody = !isHead && status != 204 && status != 304
            let length = fields.first { $0.name.lowercased() == "content-length" }.flatMap { Int($0.value) } ?? 0
            return HTTPReply(status: status, fields: fields, body: hasBody ? try take(length) : [])
        }
    }

    /// All that still comes, until the server ends the connection.
    package func receiveAll() throws -> [UInt8] {
        do {
            while true { try receiveMore() }
        } catch let failure as SocketFailure where failure.number == 0 {
            return unread
        }
    }

    /// The next head, also an interim one, without its last empty line. What follows it stays.
    package func receiveStart() throws -> String {
        try receiveHead()
    }

    private func receiveHead() throws -> String {
        let end: [UInt8] = [13, 10, 13, 10]
        while true {
            let starts = 0..<max(0, unread.count - 3)
            if let start = starts.first(where: { unread[$0] == 13 && Array(unread[$0..<($0 + 4)]) == end }) {
                return String(decoding: try take(start + 4).dropLast(4), as: UTF8.self)
            }
            try receiveMore()
        }
    }

    private func take(_ count: Int) throws -> [UInt8] {
        while unread.count < count {
            try receiveMore()
        }
        defer { unread.removeFirst(count) }
        return Array(unread[..<count])
    }

    private func receiveMore() throws {
        var buffer = [UInt8](repeating: 0, count: 65536)
        let count = recv(descriptor, &buffer, buffer.count, 0)
        guard count > 0 else { throw SocketFailure(call: "recv", number: count == 0 ? 0 : errno) }
        unread.append(contentsOf: buffer[..<count])
    }
}
