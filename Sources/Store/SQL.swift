import Domain

/// A value as the database keeps it.
package enum SQLValue: Hashable, Sendable {
    case null
    case integer(Int64)
    case text(String)
    case blob([UInt8])
}

/// SQL text with the values of its parameters, built by interpolation:
///
///     let sql: SQL = "SELECT name FROM program WHERE id = \(id) AND made_at < \(now)"
///
/// Interpolating a value binds it as `$1`, `$2`...; it never becomes part of the text. So the text of a query stays
/// the same from call to call, and its prepared statement is found again: by where its literals lie in the program,
/// since to put the text together and to compare it would take longer than most queries. Pieces compose: an
/// interpolated `SQL` brings its text and its values.
package struct SQL: ExpressibleByStringInterpolation, Sendable {
    fileprivate enum Part: Sendable {
        case literal(StaticString)
        /// Text made while running.
        case trusted(String)
        case value(SQLValue)
    }

    private let parts: [Part]

    package init(stringLiteral text: StaticString) {
        parts = [.literal(text)]
    }

    package init(stringInterpolation interpolation: StringInterpolation) {
        parts = interpolation.parts
    }

    /// SQL from text made while running, such as a name out of a constant list. Never from what a client sent.
    init(trusted text: String) {
        parts = [.trusted(text)]
    }

    /// With `$1`... where the values belong.
    package var text: String {
        var text = ""
        var count = 0
        for part in parts {
            switch part {
            case .literal(let literal): text += literal.description
            case .trusted(let trusted): text += trusted
            case .value:
                count += 1
                text += Self.parameter(count)
            }
        }
        return text
    }

    /// The value of `$1` first.
    package var values: [SQLValue] {
        parts.compactMap { part in
            if case .value(let value) = part { value } else { nil }
        }
    }

    /// Calls `body` with each value in its order.
    func eachValue(_ body: (SQLValue) -> Void) {
        for part in parts {
            if case .value(let value) = part { body(value) }
        }
    }

    /// Gathers text and values.
    package struct StringInterpolation: StringInterpolationProtocol {
        fileprivate var parts: [Part] = []

        package init(literalCapacity: Int, interpolationCount: Int) {
            parts.reserveCapacity(2 * interpolationCount + 1)
        }

        package mutating func appendLiteral(_ literal: StaticString) {
            if literal.utf8CodeUnitCount > 0 { parts.append(.literal(literal)) }
        }

        package mutating func appendInterpolation(_ value: SQLValue) {
            parts.append(.value(value))
        }

        /// Text as it stands: a column's name, a direction. A `StaticString` can only be written in the source.
        package mutating func appendInterpolation(raw text: StaticString) {
            parts.append(.literal(text))
        }

        /// Another piece, with its values.
        package mutating func appendInterpolation(_ piece: SQL) {
            parts += piece.parts
        }
    }

    /// The name of a parameter, counted from 1.
    static func parameter(_ number: Int) -> String { "$\(number)" }
}

extension SQL {
    /// A number that is the same for the same text, and hardly ever for another one.
    var shape: UInt64 {
        var shape: UInt64 = 0
        for part in parts {
            let piece: UInt64 =
                switch part {
                case .literal(let literal): literal.place
                case .trusted(let text): UInt64(truncatingIfNeeded: text.hashValue)
                case .value: 1
                }
            shape = (shape ^ piece) &* 0x9E37_79B9_7F4A_7C15
            shape ^= shape >> 29
        }
        return shape
    }

    /// Whether the other one's text is made of the same literals.
    func hasSameShape(as other: SQL) -> Bool {
        guard parts.count == other.parts.count else { return false }
        for index in parts.indices {
            switch (parts[index], other.parts[index]) {
            case (.literal(let one), .literal(let two)):
                guard one.place == two.place, one.utf8CodeUnitCount == two.utf8CodeUnitCount else { return false }
            case (.trusted(let one), .trusted(let two)):
                guard one == two else { return false }
            case (.value, .value): continue
            default: return false
            }
        }
        return true
    }

    /// The same without values, to be kept.
    var withoutValues: SQL {
        SQL(
            parts: parts.map { part in
                if case .value = part { .value(.null) } else { part }
            })
    }

    private init(parts: [Part]) {
        self.parts = parts
    }
}

extension StaticString {
    /// Where it lies in the program.
    fileprivate var place: UInt64 {
        hasPointerRepresentation ? UInt64(UInt(bitPattern: utf8Start)) : UInt64(unicodeScalar.value)
    }
}

extension SQL.StringInterpolation {
    package mutating func appendInterpolation(_ number: Int64) {
        appendInterpolation(SQLValue.integer(number))
    }

    package mutating func appendInterpolation(_ number: Int64?) {
        appendInterpolation(number.map(SQLValue.integer) ?? .null)
    }

    package mutating func appendInterpolation(_ number: Int) {
        appendInterpolation(SQLValue.integer(Int64(number)))
    }

    package mutating func appendInterpolation(_ number: Int?) {
        appendInterpolation(number.map { SQLValue.integer(Int64($0)) } ?? .null)
    }

    /// 0 or 1.
    package mutating func appendInterpolation(_ truth: Bool) {
        appendInterpolation(SQLValue.integer(truth ? 1 : 0))
    }

    package mutating func appendInterpolation(_ truth: Bool?) {
        appendInterpolation(truth.map { SQLValue.integer($0 ? 1 : 0) } ?? .null)
    }

    package mutating func appendInterpolation(_ text: String) {
        appendInterpolation(SQLValue.text(text))
    }

    package mutating func appendInterpolation(_ text: String?) {
        appendInterpolation(text.map(SQLValue.text) ?? .null)
    }

    package mutating func appendInterpolation(_ bytes: [UInt8]) {
        appendInterpolation(SQLValue.blob(bytes))
    }

    package mutating func appendInterpolation(_ bytes: [UInt8]?) {
        appendInterpolation(bytes.map(SQLValue.blob) ?? .null)
    }

    /// Milliseconds UTC since 1970.
    package mutating func appendInterpolation(_ moment: Timestamp) {
        appendInterpolation(SQLValue.integer(moment.milliseconds))
    }

    package mutating func appendInterpolation(_ moment: Timestamp?) {
        appendInterpolation(moment.map { SQLValue.integer($0.milliseconds) } ?? .null)
    }

    package mutating func appendInterpolation<Noun>(_ id: ID<Noun>) {
        appendInterpolation(SQLValue.integer(id.value))
    }

    package mutating func appendInterpolation<Noun>(_ id: ID<Noun>?) {
        appendInterpolation(id.map { SQLValue.integer($0.value) } ?? .null)
    }
}
