import Wire

/// What a caller needs for a route: nothing, or a key with a scope.
enum Access: String, Hashable, Sendable, CaseIterable {
    case open, read, write, admin
}

/// One line of the route table.
struct Route<Handler: Sendable>: Sendable {
    let method: Method
    /// `/v1/programs/{id}`: segments in braces are parameters, all others literal.
    let pattern: String
    let access: Access
    let handler: Handler

    init(_ method: Method, _ pattern: String, access: Access, _ handler: Handler) {
        self.method = method
        self.pattern = pattern
        self.access = access
        self.handler = handler
    }

    /// The pattern's parts after its first slash.
    /// - Precondition: the pattern begins with `/`.
    var segments: [Segment] {
        precondition(pattern.hasPrefix("/"), "the pattern \(pattern) does not begin with a slash")
        return pattern.dropFirst().split(separator: "/", omittingEmptySubsequences: false).map {
            $0.hasPrefix("{") && $0.hasSuffix("}")
                ? .parameter(String($0.dropFirst().dropLast())) : .literal(String($0))
        }
    }
}

/// A part of a route's pattern between two slashes.
enum Segment: Hashable, Sendable {
    case literal(String)
    case parameter(String)
}

/// The values that stood in a path for its pattern's parameters, percent-decoded.
struct Parameters: Hashable, Sendable, ExpressibleByDictionaryLiteral {
    private let values: [(name: String, value: String)]

    init(_ values: [(name: String, value: String)]) {
        self.values = values
    }

    init(dictionaryLiteral elements: (String, String)...) {
        values = elements.map { ($0, $1) }
    }

    /// The value; empty for a name that is not in the pattern, which a debug build stops at.
    subscript(name: String) -> String {
        let found = values.first { $0.name == name }
        assert(found != nil, "the route has no parameter \(name)")
        return found?.value ?? ""
    }

    static func == (one: Self, other: Self) -> Bool {
        one.values.elementsEqual(other.values, by: ==)
    }

    func hash(into hasher: inout Hasher) {
        for (name, value) in values {
            hasher.combine(name)
            hasher.combine(value)
        }
    }
}
