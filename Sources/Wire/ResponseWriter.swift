/// What a connection knows about the answer it is to write.
package struct ResponseShape: Hashable, Sendable {
    /// It answers a HEAD.
    package var isHead: Bool
    package var version: Version
    /// Another request may follow on the connection.
    package var persists: Bool

    /// The usual one: nothing asks for a field of its own or leaves the body out.
    package static let plain = ResponseShape(isHead: false, version: .http11, persists: true)

    package init(isHead: Bool, version: Version, persists: Bool) {
        self.isHead = isHead
        self.version = version
        self.persists = persists
    }
}

extension Response {
    /// The interim answer to `Expect: 100-continue`.
    package static let `continue`: [UInt8] = Array("HTTP/1.1 100 Continue\r\n\r\n".utf8)

    /// What goes out as the status.
    package var sentStatus: Int { (200...599).contains(status) ? status : 500 }

    /// Does the body follow the head? RFC 9110 §6.4.1.
    package func sendsBody(_ shape: ResponseShape) -> Bool {
        !shape.isHead && sentStatus != 204 && sentStatus != 304 && !body.isEmpty
    }

    /// Appends all of it.
    /// - Parameter beginning: with the Date that it is to have.
    /// - Source: RFC 9112 §4 to §6.
    package func append(
        to output: inout [UInt8], _ shape: ResponseShape, id: RequestID, _ beginning: ResponseBeginning
    ) {
        appendHead(to: &output, shape, id: id, beginning)
        if sendsBody(shape) { output.append(copying: body.span) }
    }

    /// Appends the status line and the fields, with the empty line that closes them.
    package func appendHead(
        to output: inout [UInt8], _ shape: ResponseShape, id: RequestID, _ beginning: ResponseBeginning
    ) {
        beginning.append(to: &output, status: sentStatus)
        id.append(to: &output)
        appendFields(to: &output)
        if !shape.persists {
            output.append("\r\nConnection: close")
        } else if shape.version == .http10 {
            output.append("\r\nConnection: keep-alive")
        }
        output.append("\r\n\r\n")
    }
}

extension Response {
    /// Appends its own fields and its length, each after a line end.
    func appendFields(to output: inout [UInt8]) {
        output.append(copying: lines.span)
        for (name, value) in fields { output.append(fieldLine: name, value) }
        // A 304's length would be that of the body it spares, which nobody has told us.
        guard sentStatus != 204, sentStatus != 304 else { return }
        output.append("\r\nContent-Length: ")
        output.append(number: body.count)
    }
}

extension PreparedAnswer {
    /// Appends all of it, as the response would be.
    package func append(
        to output: inout [UInt8], _ shape: ResponseShape, id: RequestID, _ beginning: ResponseBeginning
    ) {
        guard shape == .plain else { return response.append(to: &output, shape, id: id, beginning) }
        beginning.append(to: &output, status: response.sentStatus)
        id.append(to: &output)
        let rest = rest
        output.append(copying: rest.span)
    }
}

/// How every answer of one second begins: the status line and what the server says of itself, up to the value of
/// X-Request-Id.
package struct ResponseBeginning: Sendable {
    private let rest: [UInt8]
    private let ok: [UInt8]

    /// - Parameter date: the Date field's value, see `httpDate`.
    package init(date: [UInt8]) {
        rest = Array("\r\nDate: ".utf8) + date + Array("\r\nX-Request-Id: ".utf8)
        ok = Array("HTTP/1.1 200 OK".utf8) + rest
    }

    func append(to output: inout [UInt8], status: Int) {
        guard status != 200 else { return output.append(copying: ok.span) }
        output.append("HTTP/1.1 ")
        output.append(number: status)
        output.append(Octet.space)
        output.append(reason(status))
        output.append(copying: rest.span)
    }
}

extension Array<UInt8> {
    /// Appends a number in decimal.
    package mutating func append(number: Int) {
        precondition(number >= 0)
        var divisor = 1
        while number / divisor >= 10 { divisor *= 10 }
        while divisor > 0 {
            append(Octet.zero + UInt8(number / divisor % 10))
            divisor /= 10
        }
    }

    /// Appends the bytes of a number, the lowest first.
    mutating func append(bytesOf number: UInt64) {
        Swift.withUnsafeBytes(of: number.littleEndian) { append(contentsOf: $0) }
    }

    mutating func append(_ text: StaticString) {
        append(contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    /// Appends a line end and then the field, unless it is one that only the server writes.
    mutating func append(fieldLine name: String, _ value: String) {
        guard !isServers(name), !name.isEmpty, name.utf8.allSatisfy(\.isToken) else { return }
        append("\r\n")
        append(contentsOf: name.utf8)
        append(": ")
        let start = count
        append(contentsOf: value.utf8)
        for index in start..<count where !self[index].isFieldValue { self[index] = Octet.space }
    }
}

private func isServers(_ name: String) -> Bool {
    switch name.utf8.count {
    case 4: isSameName(name, "date")
    case 10: isSameName(name, "connection") || isSameName(name, "keep-alive")
    case 12: isSameName(name, "x-request-id")
    case 14: isSameName(name, "content-length")
    case 17: isSameName(name, "transfer-encoding")
    default: false
    }
}

/// The reason phrase; clients ignore it, people reading a trace do not. RFC 9110 §15.
private func reason(_ status: Int) -> StaticString {
    switch status {
    case 200: "OK"
    case 201: "Created"
    case 202: "Accepted"
    case 204: "No Content"
    case 301: "Moved Permanently"
    case 302: "Found"
    case 303: "See Other"
    case 304: "Not Modified"
    case 307: "Temporary Redirect"
    case 308: "Permanent Redirect"
    case 400: "Bad Request"
    case 401: "Unauthorized"
    case 403: "Forbidden"
    case 404: "Not Found"
    case 405: "Method Not Allowed"
    case 406: "Not Acceptable"
    case 408: "Request Timeout"
    case 409: "Conflict"
    case 410: "Gone"
    case 412: "Precondition Failed"
    case 413: "Content Too Large"
    case 414: "URI Too Long"
    case 415: "Unsupported Media Type"
    case 417: "Expectation Failed"
    case 422: "Unprocessable Content"
    case 429: "Too Many Requests"
    case 431: "Request Header Fields Too Large"
    case 500: "Internal Server Error"
    case 501: "Not Implemented"
    case 503: "Service Unavailable"
    case 505: "HTTP Version Not Supported"
    default: ""
    }
}
