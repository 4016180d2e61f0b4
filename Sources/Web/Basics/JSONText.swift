import FoundationEssentials

// JSON on the way out.

/// The value as JSON: members sorted by name, slashes as they are, so that equal values give equal octets.
/// - Parameter value: one that encodes something, and whose `encode(to:)` throws nothing of its own: then nothing can
///   fail, since numbers that JSON does not have become strings.
func jsonText(_ value: some Encodable) -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
        positiveInfinity: "Infinity", negativeInfinity: "-Infinity", nan: "NaN")
    do {
        return [UInt8](try encoder.encode(value))
    } catch {
        preconditionFailure("\(type(of: value)) cannot be written as JSON: \(error)")
    }
}

extension JSON {
    /// The one text of all values equal to this one: members sorted by name, no spaces, whole numbers without a
    /// fraction. Our own writer, since stored texts are compared with it: a library's may change with its version.
    var canonicalText: String {
        var text = ""
        writeCanonically(to: &text)
        return text
    }

    private func writeCanonically(to text: inout String) {
        switch self {
        case .null: text += "null"
        case .bool(let bool): text += bool ? "true" : "false"
        case .integer(let integer): text += String(integer)
        case .number(let number):
            if let integer = Int64(exactly: number) {
                text += String(integer)
            } else {
                text += number.isFinite ? "\(number)" : "null"
            }
        case .string(let string): writeQuoted(string, to: &text)
        case .array(let elements):
            text += "["
            for (index, element) in elements.enumerated() {
                if index > 0 { text += "," }
                element.writeCanonically(to: &text)
            }
            text += "]"
        case .object(let members):
            text += "{"
            for (index, member) in members.sorted(by: { $0.key < $1.key }).enumerated() {
                if index > 0 { text += "," }
                writeQuoted(member.key, to: &text)
                text += ":"
                member.value.writeCanonically(to: &text)
            }
            text += "}"
        }
    }
}

/// Escapes what must be escaped, and nothing else. RFC 8259 §7.
private func writeQuoted(_ string: String, to text: inout String) {
    text += "\""
    for scalar in string.unicodeScalars {
        switch scalar {
        case "\"": text += "\\\""
        case "\\": text += "\\\\"
        case "\u{0}"..<" ":
            let digits = String(scalar.value, radix: 16)
            text += "\\u" + String(repeating: "0", count: 4 - digits.utf8.count) + digits
        default: text.unicodeScalars.append(scalar)
        }
    }
    text += "\""
}
