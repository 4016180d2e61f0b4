import Glibc

// What an octet may be in HTTP. RFC 9110 §5.5 and §5.6.2.

enum Octet {
    static let tab: UInt8 = 0x09
    static let lf: UInt8 = 0x0A
    static let cr: UInt8 = 0x0D
    static let space: UInt8 = 0x20
    static let quote: UInt8 = 0x22
    static let hash: UInt8 = 0x23
    static let percent: UInt8 = 0x25
    static let ampersand: UInt8 = 0x26
    static let asterisk: UInt8 = 0x2A
    static let plus: UInt8 = 0x2B
    static let comma: UInt8 = 0x2C
    static let dot: UInt8 = 0x2E
    static let slash: UInt8 = 0x2F
    static let zero: UInt8 = 0x30
    static let colon: UInt8 = 0x3A
    static let semicolon: UInt8 = 0x3B
    static let equals: UInt8 = 0x3D
    static let question: UInt8 = 0x3F
    static let openBracket: UInt8 = 0x5B
    static let backslash: UInt8 = 0x5C
    static let closeBracket: UInt8 = 0x5D
}

extension UInt8 {
    var isDigit: Bool { self &- Octet.zero < 10 }

    /// May it stand in a token, such as a method or a field name?
    var isToken: Bool {
        isIn(0x03FF_6CFA_0000_0000, 0x57FF_FFFF_C7FF_FFFE)  // ! # $ % & ' * + - . 0 to 9 A to Z ^ _ ` a to z | ~
    }

    /// May it stand in a host that is a name or an IPv4 address?
    var isHostName: Bool {
        isIn(0x03FF_6000_0000_0000, 0x47FF_FFFE_87FF_FFFE)  // - . 0 to 9 A to Z _ a to z ~
    }

    /// May it stand in a target's path without anything more to check? Visible ASCII but for `#`, `%`, `.`, `?`, `\`.
    var isPlainPath: Bool {
        isIn(0x7FFF_BFD6_0000_0000, 0x7FFF_FFFF_EFFF_FFFF)
    }

    /// - Parameters: a bit for each of the 128 ASCII octets.
    private func isIn(_ low: UInt64, _ high: UInt64) -> Bool {
        let bits = self < 64 ? low : self < 128 ? high : 0
        return bits >> UInt64(self & 63) & 1 == 1
    }

    /// C0 and DEL.
    var isControl: Bool { self < 0x20 || self == 0x7F }

    /// May it stand in a field's value? Everything but controls; the tab may.
    var isFieldValue: Bool { !isControl || self == Octet.tab }

    /// May it stand in a request's target? Visible ASCII without `#`. More than RFC 3986 allows, because links are
    /// pasted and mangled on their way (`|`, `{`, `"`), and none of these can be read in two ways here.
    var isTarget: Bool { self > 0x20 && self < 0x7F && self != Octet.hash }

    var isASCIILetter: Bool { (self | 0x20) &- 0x61 < 26 }

    /// `A` to `Z` as `a` to `z`, everything else as it is.
    var lowercased: UInt8 { self &- 0x41 < 26 ? self | 0x20 : self }

    /// The value of a hexadecimal digit.
    var hexadecimalValue: UInt8? {
        if isDigit { return self - Octet.zero }
        let letter = (self | 0x20) &- 0x61
        return letter < 6 ? letter + 10 : nil
    }

    var isBlank: Bool { self == Octet.space || self == Octet.tab }
}

extension Span<UInt8> {
    /// `range` without the spaces and tabs at its ends.
    func trimmed(_ range: Range<Int>) -> Range<Int> {
        var (start, end) = (range.lowerBound, range.upperBound)
        while start < end, self[start].isBlank { start += 1 }
        while end > start, self[end - 1].isBlank { end -= 1 }
        return start..<end
    }

    /// Are these octets `name`, letters without regard to case? `name` is in lower case.
    func equals(_ range: Range<Int>, _ name: StaticString) -> Bool {
        guard range.count == name.utf8CodeUnitCount else { return false }
        return name.withUTF8Buffer { name in
            for index in 0..<name.count where self[range.lowerBound + index].lowercased != name[index].lowercased {
                return false
            }
            return true
        }
    }

    func contains(_ octet: UInt8) -> Bool {
        withUnsafeBytes { bytes in
            guard let start = bytes.baseAddress else { return false }
            return memchr(start, Int32(octet), bytes.count) != nil
        }
    }

    func copied(_ range: Range<Int>) -> [UInt8] {
        range.isEmpty ? [] : extracting(range).withUnsafeBufferPointer { Array($0) }
    }

    /// The elements of a comma-separated list in `range`, blanks taken off, empty ones left out. RFC 9110 §5.6.1.
    /// Commas inside quoted strings are not told apart: no list read here has any.
    func eachElement<Failure: Error>(
        of range: Range<Int>, _ body: (Range<Int>) throws(Failure) -> Void
    ) throws(Failure) {
        var start = range.lowerBound
        for index in range.lowerBound...range.upperBound {
            guard index == range.upperBound || self[index] == Octet.comma else { continue }
            let element = trimmed(start..<index)
            if !element.isEmpty { try body(element) }
            start = index + 1
        }
    }
}

extension Array<UInt8> {
    mutating func append(copying bytes: Span<UInt8>) {
        bytes.withUnsafeBufferPointer { append(contentsOf: $0) }
    }
}
