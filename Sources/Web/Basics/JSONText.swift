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
    var canonicalText: String { String(decoding: octets, as: UTF8.self) }

    /// The same, in UTF-8.
    var octets: [UInt8] {
        var octets: [UInt8] = []
        octets.reserveCapacity(1024)
        writeCanonically(to: &octets)
        return octets
    }

    private func writeCanonically(to text: inout [UInt8]) {
        switch self {
        case .null: text += "null".utf8
        case .bool(let bool): text += (bool ? "true" : "false").utf8
        case .integer(let integer): text += String(integer).utf8
        case .number(let number):
            if let integer = Int64(exactly: number) {
                text += String(integer).utf8
            } else {
                text += (number.isFinite ? "\(number)" : "null").utf8
            }
        case .string(let string): writeQuoted(string, to: &text)
        case .array(let elements):
            text.append(UInt8(ascii: "["))
            for (index, element) in elements.enumerated() {
                if index > 0 { text.append(UInt8(ascii: ",")) }
                element.writeCanonically(to: &text)
            }
            text.append(UInt8(ascii: "]"))
        case .object(let members):
            text.append(UInt8(ascii: "{"))
            for (index, member) in members.sorted(by: { $0.key < $1.key }).enumerated() {
                if index > 0 { text.append(UInt8(ascii: ",")) }
                writeQuoted(member.key, to: &text)
                text.append(UInt8(ascii: ":"))
                member.value.writeCanonically(to: &text)
            }
            text.append(UInt8(ascii: "}"))
        }
    }
}

/// Escapes what must be escaped, and nothing else. RFC 8259 §7.
private func writeQuoted(_ string: String, to text: inout [UInt8]) {
    text.append(UInt8(ascii: "\""))
    if string.utf8.contains(where: isEscaped) {
        for octet in string.utf8 { writeEscaped(octet, to: &text) }
    } else {
        text += string.utf8
    }
    text.append(UInt8(ascii: "\""))
}

private func isEscaped(_ octet: UInt8) -> Bool {
    octet == UInt8(ascii: "\"") || octet == UInt8(ascii: "\\") || octet < 0x20
}

private func writeEscaped(_ octet: UInt8, to text: inout [UInt8]) {
    switch octet {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"):
        text.append(UInt8(ascii: "\\"))
        text.append(octet)
    case 0..<0x20:
        let digits = String(octet, radix: 16)
        text += ("\\u" + String(repeating: "0", count: 4 - digits.utf8.count) + digits).utf8
    default: text.append(octet)
    }
}
