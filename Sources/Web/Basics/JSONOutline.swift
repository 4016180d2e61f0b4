/// What one pass over a JSON text tells before it is parsed: no parser, but enough to bound one.
/// Of a text that is no JSON it may tell nonsense; JSONDecoder then refuses that.
struct JSONOutline {
    /// The first octet that is no white space.
    let first: UInt8
    /// Members of all objects: the colons outside of strings.
    private(set) var memberCount = 0

    /// - Throws: `.empty`, `.notUTF8`, `.tooDeep`, `.cutShort`, or `.malformed` for a comma before a closing bracket
    ///   (which JSONDecoder lets pass).
    init(_ text: [UInt8], maximumDepth: Int) throws(JSONError) {
        var (depth, isInString, isEscaped, hasHighOctets) = (0, false, false, false)
        var (first, previous) = (UInt8(0), UInt8(0))
        for octet in text {
            if octet >= 0x80 { hasHighOctets = true }
            if isInString {
                if isEscaped {
                    isEscaped = false
                } else if octet == UInt8(ascii: "\\") {
                    isEscaped = true
                } else if octet == UInt8(ascii: "\"") {
                    isInString = false
                }
                continue
            }
            switch octet {
            case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"), UInt8(ascii: "\n"): continue
            // JSON has no NUL, but UTF-16 and UTF-32 have, and JSONDecoder would read them.
            case 0: throw .notUTF8
            case UInt8(ascii: "\""): isInString = true
            case UInt8(ascii: ":"): memberCount += 1
            case UInt8(ascii: "{"), UInt8(ascii: "["):
                depth += 1
                guard depth <= maximumDepth else { throw .tooDeep(limit: maximumDepth) }
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                depth -= 1
                guard previous != UInt8(ascii: ",") else { throw .malformed(pointer: nil) }
            default: break
            }
            if first == 0 { first = octet }
            previous = octet
        }
        guard first != 0 else { throw .empty }
        guard !hasHighOctets || String(validating: text, as: UTF8.self) != nil else { throw .notUTF8 }
        guard !isInString, depth <= 0 else { throw .cutShort }
        self.first = first
    }
}
