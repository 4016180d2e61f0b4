import Foundation

/// A JSON value in a test: written as a literal, read by member and place.
///
/// What is not there reads as null, so that a test compares without unwrapping:
/// `reply["rewards"][0]["amount"] == 6495`.
package enum JSONValue: Hashable, Sendable {
    case null
    case bool(Bool)
    case integer(Int64)
    case number(Double)
    case string(String)
    case array([JSONValue])
    case object([String: JSONValue])

    /// - Throws: where `text` is no JSON.
    package init(text: [UInt8]) throws {
        self = try JSONDecoder().decode(JSONValue.self, from: Data(text))
    }

    /// With sorted members.
    package var text: [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return (try? encoder.encode(self)).map { Array($0) } ?? []
    }
}

extension JSONValue {
    package subscript(_ name: String) -> JSONValue {
        if case .object(let members) = self { return members[name] ?? .null }
        return .null
    }

    package subscript(_ place: Int) -> JSONValue {
        list.indices.contains(place) ? list[place] : .null
    }

    /// The elements; none of anything but an array.
    package var list: [JSONValue] {
        if case .array(let elements) = self { return elements }
        return []
    }

    /// The members; none of anything but an object.
    package var members: [String: JSONValue] {
        if case .object(let members) = self { return members }
        return [:]
    }

    /// The text; empty for anything but a string.
    package var string: String {
        if case .string(let text) = self { return text }
        return ""
    }

    package var integer: Int64? {
        if case .integer(let integer) = self { return integer }
        return nil
    }

    /// The object with the members of `other` added; where both have one, that of `other` holds.
    package func with(_ other: JSONValue) -> JSONValue {
        .object(members.merging(other.members) { $1 })
    }

    package func without(_ name: String) -> JSONValue {
        .object(members.filter { $0.key != name })
    }

    /// The first element that has this value as its member `name`; null if there is none.
    package func first(where name: String, is value: JSONValue) -> JSONValue {
        list.first { $0[name] == value } ?? .null
    }
}

extension JSONValue: Codable {
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if container.decodeNil() {
            self = .null
        } else if let value = try? container.decode(Bool.self) {
            self = .bool(value)
        } else if let value = try? container.decode(Int64.self) {
            self = .integer(value)
        } else if let value = try? container.decode(Double.self) {
            self = .number(value)
        } else if let value = try? container.decode(String.self) {
            self = .string(value)
        } else if let value = try? container.decode([JSONValue].self) {
            self = .array(value)
        } else {
            self = .object(try container.decode([String: JSONValue].self))
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .null: try container.encodeNil()
        case .bool(let value): try container.encode(value)
        case .integer(let value): try container.encode(value)
        case .number(let value): try container.encode(value)
        case .string(let value): try container.encode(value)
        case .array(let value): try container.encode(value)
        case .object(let value): try container.encode(value)
        }
    }
}

extension JSONValue: ExpressibleByStringInterpolation, ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral,
    ExpressibleByNilLiteral, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
    package init(stringLiteral value: String) { self = .string(value) }
    package init(integerLiteral value: Int64) { self = .integer(value) }
    package init(booleanLiteral value: Bool) { self = .bool(value) }
    package init(nilLiteral: ()) { self = .null }
    package init(arrayLiteral elements: JSONValue...) { self = .array(elements) }

    package init(dictionaryLiteral elements: (String, JSONValue)...) {
        self = .object(Dictionary(elements) { $1 })
    }
}

extension JSONValue: CustomStringConvertible {
    package var description: String { String(decoding: text, as: UTF8.self) }
}
