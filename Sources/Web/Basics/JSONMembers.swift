/// An object of a JSON text. Its values are asked of its own container: to decode each as `JSON` would take a decoder and
/// a container more.
struct JSONMembers: Decodable {
    let values: [String: JSON]

    init(from decoder: any Decoder) throws {
        values = try Self.values(in: decoder.container(keyedBy: Name.self))
    }

    private static func values(in object: KeyedDecodingContainer<Name>) throws -> [String: JSON] {
        let names = object.allKeys
        var values: [String: JSON] = [:]
        values.reserveCapacity(names.count)
        for name in names {
            do {
                values[name.stringValue] = try value(of: name, in: object)
            } catch {
                throw error as? JSONError ?? .malformed(pointer: jsonPointer(object.codingPath + [name]))
            }
        }
        return values
    }

    private static func value(of name: Name, in object: KeyedDecodingContainer<Name>) throws -> JSON {
        if try object.decodeNil(forKey: name) {
            .null
        } else if let text = try matching({ try object.decode(String.self, forKey: name) }) {
            .string(text)
        } else if let integer = try? object.decode(Int64.self, forKey: name) {
            .integer(integer)
        } else if let members = try matching({ try object.nestedContainer(keyedBy: Name.self, forKey: name) }) {
            .object(try values(in: members))
        } else if let elements = try matching({ try object.decode([JSON].self, forKey: name) }) {
            .array(elements)
        } else if let bool = try matching({ try object.decode(Bool.self, forKey: name) }) {
            .bool(bool)
        } else {
            // A fraction, or a number that is too large.
            try object.decode(JSON.self, forKey: name)
        }
    }

    private struct Name: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }

        init(stringValue: String) {
            self.stringValue = stringValue
        }

        init?(intValue: Int) {
            nil
        }
    }
}

/// - Returns: nil where the value is of another type.
func matching<Value>(_ decode: () throws -> Value) throws -> Value? {
    do {
        return try decode()
    } catch DecodingError.typeMismatch {
        return nil
    }
}
