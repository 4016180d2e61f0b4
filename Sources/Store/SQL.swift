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
/// the same from call to call, and its prepared statement is found again. Pieces compose: an interpolated `SQL`
/// brings its text, its parameters renumbered.
package struct SQL: ExpressibleByStringInterpolation, Sendable {
    /// With `$1`... where the values belong.
    package let text: String
    /// The value of `$1` first.
    package let values: [SQLValue]
    /// Where each parameter starts in `text`, in UTF-8 bytes.
    private let places: [Int]

    package init(stringLiteral text: String) {
        self.text = text
        values = []
        places = []
    }

    package init(stringInterpolation parts: StringInterpolation) {
        text = parts.text
        values = parts.values
        places = parts.places
    }

    /// SQL from text made while running, such as a name out of a constant list. Never from what a client sent.
    init(trusted text: String) {
        self.init(stringLiteral: text)
    }

    /// Gathers text and values.
    package struct StringInterpolation: StringInterpolationProtocol {
        fileprivate var text = ""
        fileprivate var values: [SQLValue] = []
        fileprivate var places: [Int] = []

        package init(literalCapacity: Int, interpolationCount: Int) {
            text.reserveCapacity(literalCapacity + 4 * interpolationCount)
            values.reserveCapacity(interpolationCount)
            places.reserveCapacity(interpolationCount)
        }

        package mutating func appendLiteral(_ literal: String) {
            text += literal
        }

        package mutating func appendInterpolation(_ value: SQLValue) {
            places.append(text.utf8.count)
            values.append(value)
            text += SQL.parameter(values.count)
        }

        /// Text as it stands: a column's name, a direction. A `StaticString` can only be written in the source.
        package mutating func appendInterpolation(raw text: StaticString) {
            self.text += text.description
        }

        /// Another piece, with its values; its `$1` becomes the next free number here.
        package mutating func appendInterpolation(_ piece: SQL) {
            let bytes = piece.text.utf8
            var rest = bytes[...]
            for (index, value) in piece.values.enumerated() {
                let place = bytes.index(bytes.startIndex, offsetBy: piece.places[index])
                text += String(Substring(rest[..<place]))
                appendInterpolation(value)
                rest = bytes[bytes.index(place, offsetBy: SQL.parameter(index + 1).utf8.count)...]
            }
            text += String(Substring(rest))
        }
    }

    /// The name of a parameter, counted from 1.
    static func parameter(_ number: Int) -> String {
        number < names.count ? names[number] : "$\(number)"
    }

    /// Made once: a click should not build them anew.
    private static let names = (0...32).map { "$\($0)" }
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
