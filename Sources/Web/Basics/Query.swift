import Domain
import Wire

/// Reads a request's query parameters, notes every fault, and goes on; like `Fields` for a body.
/// The pointer of a fault is `?` and the parameter's name.
struct Query {
    /// What part of a list is wanted.
    struct Page: Hashable, Sendable {
        /// How many items at most.
        var limit: Int
        /// The id of the last item that the client has; nil for the first page.
        var cursor: String?
    }

    static let limits: ClosedRange<Int64> = 1...200
    static let defaultLimit = 50
    private static let pageNames = ["limit", "cursor"]

    private let faults: Faults
    private let known: [String]
    private var values: [String: String] = [:]

    /// - Parameters:
    ///   - items: percent-decoded; nil where that failed, which is a fault.
    ///   - known: the names that may stand there; others are faults, and so is a name that comes twice.
    ///   - isList: `limit` and `cursor` are known as well.
    init(_ items: [(name: String, value: String)]?, known: [String], isList: Bool = false, faults: Faults) {
        self.known = known + (isList ? Self.pageNames : [])
        self.faults = faults
        guard let items else {
            faults.add(pointer: "?", detail: "must be percent-encoded UTF-8 without NUL")
            return
        }
        var repeated: Set<String> = []
        for (name, value) in items {
            if !self.known.contains(name) {
                add(unknown: name)
            } else if values.updateValue(value, forKey: name) != nil {
                if repeated.insert(name).inserted { fault(name, "must stand there once") }
            } else if value.isEmpty {
                fault(name, "is empty; give it a value or leave it out")
            }
        }
    }

    init(_ request: Request, known: [String], isList: Bool = false, faults: Faults) {
        self.init(request.queryItems, known: known, isList: isList, faults: faults)
    }

    /// Notes a fault of a parameter.
    func fault(_ name: String, _ detail: String, isUnprocessable: Bool = false) {
        faults.add(pointer: "?" + name, detail: detail, isUnprocessable: isUnprocessable)
    }

    func isPresent(_ name: String) -> Bool {
        values[name] != nil
    }

    /// - Parameter length: in Unicode scalars.
    func string(_ name: String, length: ClosedRange<Int> = 1...255) -> String? {
        value(name) {
            lengthFault($0, length) ?? controlFault($0)
        } reading: {
            $0
        }
    }

    /// A whole number in decimal digits.
    func integer(_ name: String, in range: ClosedRange<Int64> = .min ... .max) -> Int64? {
        value(name) { text in
            wholeNumber(text).map { rangeFault($0, range) } ?? "must be a whole number; it is \(quoted(text))"
        } reading: {
            wholeNumber($0)
        }
    }

    /// `true`, `false`, `1` or `0`.
    func bool(_ name: String) -> Bool? {
        value(name) {
            ["true", "false", "1", "0"].contains($0) ? nil : "must be true or false; it is \(quoted($0))"
        } reading: {
            $0 == "true" || $0 == "1"
        }
    }

    /// RFC 3339 with an offset. The `+` of an offset may stand there unescaped, though it then means a space.
    func timestamp(_ name: String) -> Timestamp? {
        func read(_ text: String) -> Timestamp? {
            Timestamp(rfc3339: text) ?? Timestamp(rfc3339: withPlus(text))
        }
        return value(name) {
            read($0) == nil ? timestampFault : nil
        } reading: {
            read($0)
        }
    }

    /// One of a type's words.
    func choice<Choice: RawRepresentable<String> & CaseIterable>(_ name: String, of type: Choice.Type) -> Choice? {
        value(name) {
            Choice(rawValue: $0) == nil ? choiceFault($0, of: type) : nil
        } reading: {
            Choice(rawValue: $0)
        }
    }

    /// `limit` and `cursor`; meant for `isList`.
    func page() -> Page {
        Page(limit: integer("limit", in: Self.limits).map { Int($0) } ?? Self.defaultLimit, cursor: string("cursor"))
    }

    /// nil where the parameter is absent or empty, or `fault` has words, which are noted.
    private func value<Value>(
        _ name: String, fault words: (String) -> String?, reading: (String) -> Value?
    ) -> Value? {
        assert(known.contains(name), "the parameter \(name) is read, but not known")
        guard let text = values[name], !text.isEmpty else { return nil }
        guard let words = words(text) else { return reading(text) }
        fault(name, words)
        return nil
    }

    private func add(unknown name: String) {
        let what = known.isEmpty ? "none is known here" : "known are: " + known.sorted().joined(separator: ", ")
        // A long name is not sent back whole.
        let pointer = name.utf8.count > 128 ? "?" : "?" + name
        faults.add(pointer: pointer, detail: "unknown parameter \(quoted(name)); \(what)")
    }
}

/// Digits with at most a minus: `Int64` alone would take a plus.
private func wholeNumber(_ text: String) -> Int64? {
    text.hasPrefix("+") ? nil : Int64(text)
}

/// `2026-11-21T10:00:00 05:30` with a plus before its last five characters.
private func withPlus(_ text: String) -> String {
    let octets = Array(text.utf8)
    guard octets.count > 6, octets[octets.count - 6] == UInt8(ascii: " ") else { return text }
    return String(decoding: octets.dropLast(6) + [UInt8(ascii: "+")] + octets.suffix(5), as: UTF8.self)
}
