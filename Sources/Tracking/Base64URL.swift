/// Base 64 with the URL-safe alphabet and without padding.
/// - Source: RFC 4648 §5.
package enum Base64URL {
    private static let digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)
    private static let values: [UInt8: UInt32] = Dictionary(
        uniqueKeysWithValues: digits.enumerated().map { ($0.element, UInt32($0.offset)) })

    package static func encode(_ bytes: [UInt8]) -> String {
        var text: [UInt8] = []
        bytes.withUnsafeBytes { append($0, to: &text) }
        return String(decoding: text, as: UTF8.self)
    }

    /// Appends the same as octets of ASCII.
    package static func append(_ bytes: UnsafeRawBufferPointer, to text: inout [UInt8]) {
        let digits = digits.span
        var at = 0
        // Three octets are four digits.
        while at < bytes.count {
            let held = min(3, bytes.count - at)
            var bits = UInt32(bytes[at]) << 16
            if held > 1 { bits |= UInt32(bytes[at + 1]) << 8 }
            if held > 2 { bits |= UInt32(bytes[at + 2]) }
            text.append(digits[Int(bits >> 18)])
            text.append(digits[Int(bits >> 12 & 63)])
            if held > 1 { text.append(digits[Int(bits >> 6 & 63)]) }
            if held > 2 { text.append(digits[Int(bits & 63)]) }
            at += held
        }
    }

    /// - Returns: nil where a character is none of the alphabet, the length is impossible or unused bits are set:
    ///   each value has one text only.
    package static func decode(_ text: String) -> [UInt8]? {
        var bytes: [UInt8] = []
        var bits: UInt32 = 0
        var count: UInt32 = 0
        for character in text.utf8 {
            guard let value = values[character] else { return nil }
            bits = bits << 6 | value
            count += 6
            if count >= 8 {
                count -= 8
                bytes.append(UInt8(truncatingIfNeeded: bits >> count))
                bits &= (1 << count) - 1
            }
        }
        return count < 6 && bits == 0 ? bytes : nil
    }
}
