/// Tells, octet by octet, whether what comes is UTF-8: no overlong form, no surrogate, nothing beyond U+10FFFF.
/// - Source: RFC 3629 §4.
struct UTF8Check {
    private var missing = 0  // octets of the present character still to come
    private var allowed: ClosedRange<UInt8> = Self.continuation  // what the next of them may be

    private static let continuation: ClosedRange<UInt8> = 0x80...0xBF

    /// No character is half done.
    var isWhole: Bool { missing == 0 }

    /// - Returns: false when the octet cannot stand here; the check is over then.
    mutating func take(_ octet: UInt8) -> Bool {
        guard missing == 0 else {
            guard allowed.contains(octet) else { return false }
            missing -= 1
            allowed = Self.continuation
            return true
        }
        switch octet {
        case 0x00...0x7F: break
        case 0xC2...0xDF: missing = 1
        case 0xE0: (missing, allowed) = (2, 0xA0...0xBF)
        case 0xED: (missing, allowed) = (2, 0x80...0x9F)
        case 0xE1...0xEF: missing = 2
        case 0xF0: (missing, allowed) = (3, 0x90...0xBF)
        case 0xF1...0xF3: missing = 3
        case 0xF4: (missing, allowed) = (3, 0x80...0x8F)
        default: return false
        }
        return true
    }
}
