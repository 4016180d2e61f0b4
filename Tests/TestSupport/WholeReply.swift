extension HTTPReply {
    /// Reads all that a connection sent from its first octet to its last as one answer with its body, to the letter.
    /// - Returns: nil where that is less than an answer, more than one, or not well formed.
    package init?(whole octets: [UInt8]) {
        let end: [UInt8] = [13, 10, 13, 10]
        guard let start = octets.indices.dropLast(3).first(where: { Array(octets[$0..<($0 + 4)]) == end })
        else { return nil }
        let (head, body) = (octets[..<start], Array(octets[(start + 4)...]))
        // What is left of a CR or an LF outside a line end stays in a line, where it is a control.
        let lines = String(decoding: head, as: UTF8.self).split(separator: "\r\n", omittingEmptySubsequences: false)
        guard lines.allSatisfy({ $0.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7F } }),
            let first = lines.first, first.hasPrefix("HTTP/1.1 "), let status = Int(first.dropFirst(9).prefix(3))
        else { return nil }
        var fields: [(name: String, value: String)] = []
        for line in lines.dropFirst() {
            guard let colon = line.firstIndex(of: ":"), colon > line.startIndex else { return nil }
            let value = line[line.index(after: colon)...].drop { $0 == " " }
            fields.append((String(line[..<colon]), String(value)))
        }
        self.init(status: status, fields: fields, body: body)
        guard (self[field: "Content-Length"].flatMap { Int($0) } ?? 0) == body.count else { return nil }
    }
}
