/// Base 64 with the URL-safe alphabet and without padding.
/// - Source: RFC 4648 §5.
package enum Base64URL {
    private static let digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)
    private static let values: [UInt8: UInt32] = Dictionary(
        uniqueKeysWithValues: digits.enumerated().map { ($0.element, UInt32($0.offset)) })

    package static func encode(_ bytes: [UInt8]) -> String {
        String(decoding: octets(bytes), as: UTF8.self)
    }

    /// The same as octets of ASCII.
    package static func octets(_ bytes: [UInt8]) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: (bytes.count * 4 + 2) / 3) { text, count in
            var (bits, held): (UInt32, UInt32) = (0, 0)
            for byte in bytes {
                bits = bits << 8 | UInt32(byte)
                held += 8
                while held >= 6 {
                    held -= 6
                    text[count] = digits[Int(bits >> held) & 63]
                    count += 1
                }
            }
            guard held > 0 else { return }
            text[count] = digits[Int(bits << (6 - held)) & 63]
            count += 1
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
