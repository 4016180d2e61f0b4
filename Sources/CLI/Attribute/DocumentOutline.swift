/// Where the parts of a document stand, found in one pass: so that its journeys can be read one by one, and a
/// document takes not much more memory than its text.
///
/// It checks what lies between the parts; JSONDecoder reads each of them.
/// - Source: RFC 8259.
struct DocumentOutline {
    /// In bytes.
    static let longest = 1 << 30
    /// Objects and arrays within one another; a document has five.
    private static let mostDepth = 64
    private static let names: Set = ["model", "params", "journeys"]

    /// The members of the document but for its journeys.
    private(set) var parts: [String: Range<Int>] = [:]
    private(set) var journeys: [Range<Int>] = []

    /// - Throws: `.notJSON`; `.fault` for a member that is unknown, missing or there twice.
    init(_ octets: [UInt8]) throws(DocumentError) {
        var scanner = Scanner(octets: octets)
        try scanner.expect("{", otherwise: "must be a JSON object")
        var hasJourneys = false
        if try !scanner.take("}") {
            repeat {
                let name = try scanner.memberName()
                guard Self.names.contains(name) else {
                    throw .fault(
                        place: "", what: "has an unknown member \(quoted(name)); known are model, params, journeys")
                }
                guard parts[name] == nil, name != "journeys" || !hasJourneys else {
                    throw .fault(place: name, what: "is there twice")
                }
                if name == "journeys" {
                    hasJourneys = true
                    journeys = try scanner.elements(of: "journeys", mostDepth: Self.mostDepth)
                } else {
                    parts[name] = try scanner.value(mostDepth: Self.mostDepth)
                }
            } while try scanner.take(",")
            try scanner.expect("}")
        }
        try scanner.expectEnd()
        guard hasJourneys else { throw .fault(place: "", what: "has no journeys; give an array, which may be empty") }
    }

    func part(named name: String) throws(DocumentError) -> Range<Int> {
        guard let part = parts[name] else { throw .fault(place: "", what: "has no \(name)") }
        return part
    }
}

/// As much of a strange name as fits a line.
func quoted(_ name: String) -> String {
    "\"" + String(name.unicodeScalars.prefix(64).map { $0.value < 0x20 || $0.value == 0x7f ? "?" : Character($0) })
        + "\""
}

private struct Scanner {
    let octets: [UInt8]
    private var place = 0

    init(octets: [UInt8]) {
        self.octets = octets
    }

    private mutating func skipSpace() {
        while place < octets.count, [0x20, 0x09, 0x0a, 0x0d].contains(octets[place]) { place += 1 }
    }

    /// Whether `character` comes next; it is then passed.
    mutating func take(_ character: Unicode.Scalar) throws(DocumentError) -> Bool {
        skipSpace()
        guard place < octets.count else { throw .notJSON(offset: place) }
        guard octets[place] == UInt8(ascii: character) else { return false }
        place += 1
        return true
    }

    mutating func expect(_ character: Unicode.Scalar, otherwise words: String? = nil) throws(DocumentError) {
        if try take(character) { return }
        throw words.map { .fault(place: "", what: $0) } ?? .notJSON(offset: place)
    }

    mutating func expectEnd() throws(DocumentError) {
        skipSpace()
        guard place == octets.count else { throw .notJSON(offset: place) }
    }

    /// A member's name and its colon. No name that is known here has an escape.
    mutating func memberName() throws(DocumentError) -> String {
        skipSpace()
        let range = try value(mostDepth: 0)
        guard range.count >= 2, octets[range.lowerBound] == UInt8(ascii: "\"") else {
            throw .notJSON(offset: range.lowerBound)
        }
        try expect(":")
        return String(decoding: octets[range.dropFirst().dropLast()], as: UTF8.self)
    }

    mutating func elements(of name: String, mostDepth: Int) throws(DocumentError) -> [Range<Int>] {
        guard try take("[") else { throw .fault(place: name, what: "must be an array") }
        var elements: [Range<Int>] = []
        if try take("]") { return elements }
        repeat {
            elements.append(try value(mostDepth: mostDepth))
        } while try take(",")
        try expect("]")
        return elements
    }

    /// Passes one value, without a look at what JSONDecoder will see; but that lets pass a comma before a closing
    /// bracket, which is seen here.
    mutating func value(mostDepth: Int) throws(DocumentError) -> Range<Int> {
        skipSpace()
        let start = place
        var (depth, previous) = (0, UInt8(0))
        scan: while place < octets.count {
            let octet = octets[place]
            switch octet {
            case UInt8(ascii: "\""):
                try passString()
                if depth == 0 { break scan }
                previous = octet
                continue
            case UInt8(ascii: "{"), UInt8(ascii: "["):
                depth += 1
                guard depth <= mostDepth else { throw .notJSON(offset: place) }
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                if depth == 0 { break scan }
                guard previous != UInt8(ascii: ",") else { throw .notJSON(offset: place) }
                depth -= 1
                if depth == 0 {
                    place += 1
                    break scan
                }
            case UInt8(ascii: ","), UInt8(ascii: ":"), 0x20, 0x09, 0x0a, 0x0d:
                if depth == 0 { break scan }
            default: break
            }
            if octet > 0x20 { previous = octet }
            place += 1
        }
        guard depth == 0, place > start else { throw .notJSON(offset: place) }
        return start..<place
    }

    private mutating func passString() throws(DocumentError) {
        place += 1
        while place < octets.count, octets[place] != UInt8(ascii: "\"") {
            place += octets[place] == UInt8(ascii: "\\") ? 2 : 1
        }
        guard place < octets.count else { throw .notJSON(offset: octets.count) }
        place += 1
    }
}
