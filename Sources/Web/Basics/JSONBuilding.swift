import Domain

// Outputs are built as JSON values: a name here is the name in the reply, whatever a property is called.

extension JSON: ExpressibleByStringLiteral, ExpressibleByBooleanLiteral, ExpressibleByDictionaryLiteral,
    ExpressibleByArrayLiteral
{
    init(stringLiteral value: String) { self = .string(value) }
    init(booleanLiteral value: Bool) { self = .bool(value) }
    init(dictionaryLiteral elements: (String, JSON)...) { self = .object(Dictionary(uniqueKeysWithValues: elements)) }
    init(arrayLiteral elements: JSON...) { self = .array(elements) }

    /// Absent values stand in replies as null, so that a client sees which members there are.
    init(_ text: String?) { self = text.map { .string($0) } ?? .null }
    init(_ number: Int64?) { self = number.map { .integer($0) } ?? .null }
    init(_ moment: Timestamp?) { self = moment.map { .string($0.rfc3339) } ?? .null }
    init<Noun>(_ id: ID<Noun>?) { self = id.map { .string($0.text) } ?? .null }
    init(_ texts: [String]) { self = .array(texts.map { .string($0) }) }

    /// This object with `name` set, or the value itself where it is no object.
    func setting(_ name: String, to value: JSON) -> JSON {
        guard case .object(var members) = self else { return self }
        members[name] = value
        return .object(members)
    }

    /// This object with another one laid over it: members that are null are taken away, objects are merged.
    /// - Source: RFC 7396 §2.
    func merged(with patch: JSON) -> JSON {
        guard case .object(let changes) = patch else { return patch }
        var members: [String: JSON] = if case .object(let members) = self { members } else { [:] }
        for (name, change) in changes {
            if case .null = change {
                members[name] = nil
            } else {
                members[name] = (members[name] ?? .null).merged(with: change)
            }
        }
        return .object(members)
    }
}
