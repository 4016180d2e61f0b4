/// Bytes that a server must answer with an error, and then close the connection, reading nothing after them as a
/// request: where that would begin is no longer sure.
package struct MalformedRequest: Sendable, CustomStringConvertible {
    /// What is tried: the classes of request smuggling, and the ways to be malformed.
    package let kind: String
    /// `~` is CR LF, and each character the octet of its number, so that `é` is the one octet 0xE9.
    package let text: String
    /// The answer's.
    package let status: Int

    package var octets: [UInt8] { octetsOfText(text) }

    package var description: String { "\(kind): \(label)" }

    /// The bytes as one line to read, the long ones shortened.
    package var label: String {
        var label = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "~": label += "⏎"
            case "\r": label += "␍"
            case "\n": label += "␊"
            case "\t": label += "␉"
            case "\u{0}"..."\u{1F}", "\u{7F}"..."\u{FF}": label += "<\(String(scalar.value, radix: 16))>"
            default: label.unicodeScalars.append(scalar)
            }
        }
        return label.count <= 120 ? label : label.prefix(60) + "… (\(text.unicodeScalars.count) characters)"
    }

    /// All rows, in the order of what they try.
    package static let all = lengths + codings + chunks + lines + fields + hosts + targets + versions + parts
}

/// The octets of a text in which `~` is CR LF and each other character, up to U+00FF, the octet of its number.
package func octetsOfText(_ text: String) -> [UInt8] {
    text.unicodeScalars.flatMap { $0 == "~" ? [13, 10] : [UInt8($0.value)] }
}

extension MalformedRequest {
    /// Rows of one kind, from their text and status.
    static func rows(_ kind: String, before: String = "", after: String = "", _ rows: [(String, Int)]) -> [Self] {
        rows.map { Self(kind: kind, text: before + $0.0 + after, status: $0.1) }
    }

    static let get = "GET / HTTP/1.1~Host: h~"
    static let post = "POST / HTTP/1.1~Host: h~"
}
