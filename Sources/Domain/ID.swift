/// A noun that has identifiers, and the prefix they are shown with.
package protocol Identified {
    static var idPrefix: String { get }
}

/// An identifier of one kind of thing: an `ID<Link>` cannot stand where an `ID<Click>` should.
///
/// 63 bits in the order of making: 42 of milliseconds since 1970, 8 of node, 13 of sequence. As text: the noun's
/// prefix, an underscore and 13 characters whose ASCII order is the order of the values: `clk_06c1v8r2xq4sk`.
package struct ID<Noun: Identified>: Hashable, Comparable, Sendable {
    /// Positive, so that it is also SQLite's signed 64-bit integer.
    package let value: Int64

    package init(value: Int64) {
        self.value = value
    }

    /// Reads `prefix_` and 13 digits of base 32; nil for anything else.
    package init?(_ text: String) {
        let utf8 = text.utf8
        let head = Noun.idPrefix.utf8
        guard utf8.count == head.count + 1 + Base32.digitCount, utf8.starts(with: head),
            utf8.dropFirst(head.count).first == UInt8(ascii: "_"),
            let value = Base32.decode(utf8.dropFirst(head.count + 1)), let signed = Int64(exactly: value)
        else { return nil }
        self.value = signed
    }

    package var text: String {
        Noun.idPrefix + "_" + Base32.encode(UInt64(bitPattern: value))
    }

    /// When the identifier was made, to the millisecond.
    package var madeAt: Timestamp {
        Timestamp(milliseconds: value >> IDMinter.lowBits)
    }

    /// The lowest identifier that could be made at `moment`: a bound for ranges of time.
    package static func first(at moment: Timestamp) -> Self {
        ID(value: max(0, min(moment.milliseconds, Int64.max >> IDMinter.lowBits)) << IDMinter.lowBits)
    }

    package static func < (one: Self, other: Self) -> Bool {
        one.value < other.value
    }
}

extension ID: CustomStringConvertible {
    package var description: String { text }
}

/// Crockford's base 32 in lower case: no i, l, o, u, and the digits stand in ASCII order.
enum Base32 {
    static let digitCount = 13
    private static let digits = Array("0123456789abcdefghjkmnpqrstvwxyz".utf8)

    static func encode(_ value: UInt64) -> String {
        String(unsafeUninitializedCapacity: digitCount) { bytes in
            for place in 0..<digitCount {
                bytes[digitCount - 1 - place] = digits[Int(value >> (5 * UInt64(place))) & 31]
            }
            return digitCount
        }
    }

    static func decode(_ text: some Sequence<UInt8>) -> UInt64? {
        var value: UInt64 = 0
        for byte in text {
            guard let digit = digits.firstIndex(of: byte), value >> 59 == 0 else { return nil }
            value = value << 5 | UInt64(digit)
        }
        return value
    }
}
