/// `Forwarded: for=192.0.2.1;proto=https, for="[2001:db8::1]:5678"`.
/// - Source: RFC 7239 §4 and §6.
enum ForwardedSyntax: ForwardingSyntax {
    /// A comma in a quoted string ends no element. Which quotes are whose is found from the right as well: what a
    /// client wrote on the left, such as one lone quote, must not change how the proxy's own element is read.
    static func lastElement(_ bytes: Span<UInt8>, _ value: Range<Int>) -> Int {
        var isQuoted = false
        var start = value.upperBound
        while start > value.lowerBound {
            switch bytes[start - 1] {
            case Octet.comma where !isQuoted: return start
            case Octet.quote where !isQuoted || !isEscaped(bytes, start - 1, value): isQuoted.toggle()
            default: break
            }
            start -= 1
        }
        return start
    }

    /// The address of the element's `for`. Blanks around `;` are tolerated; a second `for` is not.
    static func address(_ bytes: Span<UInt8>, _ element: Range<Int>) -> Peer? {
        var found: [UInt8]?
        var index = element.lowerBound
        while index < element.upperBound {
            guard bytes[index] != Octet.semicolon, !bytes[index].isBlank else {
                index += 1
                continue
            }
            guard let pair = Pair(bytes, index..<element.upperBound) else { return nil }
            if bytes.equals(pair.name, "for") {
                guard found == nil else { return nil }
                found = pair.value
            }
            index = pair.end
        }
        guard let node = found else { return nil }
        let octets = node.span
        return nodeAddress(octets, 0..<node.count) {
            !$0.isEmpty && isPort(octets, $0) || isObfuscated(octets, $0)
        }
    }

    /// Are there backslashes before a quote, and so many that the last one is not escaped itself?
    private static func isEscaped(_ bytes: Span<UInt8>, _ quote: Int, _ value: Range<Int>) -> Bool {
        var first = quote
        while first > value.lowerBound, bytes[first - 1] == Octet.backslash { first -= 1 }
        return (quote - first) % 2 == 1
    }

    /// `_` and letters, digits, dots, underscores or hyphens: a port that its proxy keeps to itself.
    private static func isObfuscated(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
        range.count > 1 && bytes[range.lowerBound] == 0x5F
            && range.allSatisfy { place in
                let octet = bytes[place]
                return octet.isDigit || octet.isASCIILetter || [0x5F, 0x2D, Octet.dot].contains(octet)
            }
    }
}

/// One `name=value` of an element.
private struct Pair {
    let name: Range<Int>
    /// Without quotes and escapes.
    private(set) var value: [UInt8] = []
    /// After the value, and blanks behind it: at a semicolon or the element's end.
    private(set) var end: Int

    /// - Returns: nil when `range` does not begin with a pair.
    init?(_ bytes: Span<UInt8>, _ range: Range<Int>) {
        end = range.lowerBound
        while end < range.upperBound, bytes[end].isToken { end += 1 }
        name = range.lowerBound..<end
        guard !name.isEmpty, end < range.upperBound, bytes[end] == Octet.equals else { return nil }
        end += 1
        if end < range.upperBound, bytes[end] == Octet.quote {
            guard readQuoted(bytes, range) else { return nil }
        } else {
            while end < range.upperBound, bytes[end].isToken { take(bytes[end]) }
        }
        while end < range.upperBound, bytes[end].isBlank { end += 1 }
        guard end == range.upperBound || bytes[end] == Octet.semicolon else { return nil }
    }

    /// - Returns: false when it does not end.
    private mutating func readQuoted(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
        end += 1
        while end < range.upperBound {
            if bytes[end] == Octet.quote {
                end += 1
                return true
            }
            if bytes[end] == Octet.backslash {
                end += 1
                guard end < range.upperBound else { return false }
            }
            take(bytes[end])
        }
        return false
    }

    private mutating func take(_ octet: UInt8) {
        value.append(octet)
        end += 1
    }
}
