import FoundationEssentials

/// A JSON value as it came. Integers keep all 64 bits.
///
/// Two values are equal when they mean the same: the order of members does not matter, and 1 and 1.0 are one number.
enum JSON: Sendable {
    case null
    case bool(Bool)
    case integer(Int64)
    /// Whatever is not exactly a 64-bit integer.
    case number(Double)
    case string(String)
    case array([JSON])
    case object([String: JSON])
}

extension JSON {
    /// Arrays and objects within one another; the deepest body of the API has 6.
    static let maximumDepth = 32

    /// Reads a whole text, by JSONDecoder. What that would read in one of two ways is refused here.
    /// - Throws: `JSONError`, the first that is found.
    /// - Source: RFC 8259; RFC 7493 §2.3 for unique names.
    init(text: [UInt8]) throws(JSONError) {
        let outline = try JSONOutline(text, maximumDepth: Self.maximumDepth)
        do {
            // Each type that is tried in vain costs 1 to 2 microseconds, so the first octet chooses the outermost.
            let (decoder, data) = (JSONDecoder(), Data(text))
            self =
                switch outline.first {
                case UInt8(ascii: "{"): .object(try decoder.decode(JSONMembers.self, from: data).values)
                case UInt8(ascii: "["): .array(try decoder.decode([JSON].self, from: data))
                default: try decoder.decode(JSON.self, from: data)
                }
        } catch {
            throw error as? JSONError ?? .malformed(pointer: nil)
        }
        // JSONDecoder keeps one of two members with the same name without a word.
        guard memberCount == outline.memberCount else { throw .repeatedMember }
    }

    /// Members of all objects within, at every depth.
    private var memberCount: Int {
        switch self {
        case .null, .bool, .integer, .number, .string: 0
        case .array(let elements): elements.reduce(0) { $0 + $1.memberCount }
        case .object(let members): members.values.reduce(members.count) { $0 + $1.memberCount }
        }
    }

    /// About how long its text is, a little less at the most; what is escaped counts as it stands.
    var roughBytes: Int {
        switch self {
        case .null, .bool, .integer, .number: 5
        case .string(let text): text.utf8.count + 2
        case .array(let elements): elements.reduce(2) { $0 + $1.roughBytes + 1 }
        case .object(let members): members.reduce(2) { $0 + $1.key.utf8.count + $1.value.roughBytes + 4 }
        }
    }

    /// What it is, for a fault's words.
    var kind: String {
        switch self {
        case .null: "null"
        case .bool: "a boolean"
        case .integer, .number: "a number"
        case .string: "a string"
        case .array: "an array"
        case .object: "an object"
        }
    }
}

extension JSON: Codable {
    /// - Throws: `JSONError`, `.numberTooLarge` or `.malformed`.
    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        do {
            // The likely ones first. 0.5 is no typeMismatch for Int64, so its errors are left to Double.
            if container.decodeNil() {
                self = .null
            } else if let text = try matching({ try container.decode(String.self) }) {
                self = .string(text)
            } else if let integer = try? container.decode(Int64.self) {
                self = .integer(integer)
            } else if let members = try matching({ try container.decode(JSONMembers.self) }) {
                self = .object(members.values)
            } else if let elements = try matching({ try container.decode([JSON].self) }) {
                self = .array(elements)
            } else if let bool = try matching({ try container.decode(Bool.self) }) {
                self = .bool(bool)
            } else {
                let number = try container.decode(Double.self)
                // Past 64 bits a Double would lose digits, and two different ids would become one.
                guard number.magnitude < 0x1p63 else {
                    throw JSONError.numberTooLarge(pointer: jsonPointer(container.codingPath))
                }
                self = Int64(exactly: number).map { .integer($0) } ?? .number(number)
            }
        } catch {
            // JSONDecoder does not say where a broken number or string stands.
            throw error as? JSONError ?? .malformed(pointer: jsonPointer(container.codingPath))
        }
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .null: try container.encodeNil()
        case .bool(let bool): try container.encode(bool)
        case .integer(let integer): try container.encode(integer)
        case .number(let number): try container.encode(number)
        case .string(let text): try container.encode(text)
        case .array(let elements): try container.encode(elements)
        case .object(let members): try container.encode(members)
        }
    }
}

extension JSON: Hashable {
    static func == (one: Self, other: Self) -> Bool {
        switch (one, other) {
        case (.null, .null): true
        case (.bool(let one), .bool(let other)): one == other
        case (.integer(let one), .integer(let other)): one == other
        case (.number(let one), .number(let other)): one == other
        case (.integer(let integer), .number(let number)), (.number(let number), .integer(let integer)):
            Int64(exactly: number) == integer
        case (.string(let one), .string(let other)): one == other
        case (.array(let one), .array(let other)): one == other
        case (.object(let one), .object(let other)): one == other
        default: false
        }
    }

    func hash(into hasher: inout Hasher) {
        switch self {
        case .null: hasher.combine(0)
        case .bool(let bool): hasher.combine(bool)
        case .integer(let integer): hasher.combine(integer)
        case .number(let number):
            // A number that equals an integer has that integer's hash.
            if let integer = Int64(exactly: number) { hasher.combine(integer) } else { hasher.combine(number) }
        case .string(let text): hasher.combine(text)
        case .array(let elements): hasher.combine(elements)
        case .object(let members): hasher.combine(members)
        }
    }
}
