/// How rows are written.
package enum ExportFormat: String, CaseIterable, Sendable {
    /// RFC 4180: a header line, lines that end with CR LF. No value is an empty field, an empty text is `""`.
    case csv
    /// A JSON object a line, each with every column.
    case ndjson

    func header(_ columns: [String]) -> String {
        switch self {
        case .csv: columns.joined(separator: ",") + "\r\n"
        case .ndjson: ""
        }
    }

    /// - Parameter row: as many cells as columns.
    func write(_ row: [ExportCell], of columns: [String], to text: inout String) {
        switch self {
        case .csv:
            for (index, cell) in row.enumerated() {
                if index > 0 { text += "," }
                text += cell.csv
            }
            text += "\r\n"
        case .ndjson:
            for (index, (column, cell)) in zip(columns, row).enumerated() {
                text += index > 0 ? ",\"" : "{\""
                text += column
                text += "\":"
                text += cell.json
            }
            text += "}\n"
        }
    }
}

/// One value of a row.
enum ExportCell {
    case none
    case text(String)
    case integer(Int64)
    /// Whatever is no single text or number.
    case nested(JSON)
    /// JSON as somebody sent it.
    case document(String)

    /// An object's members in the order of `columns`; none where it has no such member.
    static func cells(_ output: JSON, _ columns: [String]) -> [ExportCell] {
        guard case .object(let members) = output else { return [] }
        return columns.map { column in
            switch members[column] {
            case .none, .null?: .none
            case .string(let text)?: .text(text)
            case .integer(let number)?: .integer(number)
            case .some(let value): .nested(value)
            }
        }
    }

    /// As a field of RFC 4180. The value itself, also where a spreadsheet would take it for a formula: whoever reads
    /// the file by program needs it unchanged.
    fileprivate var csv: String {
        switch self {
        case .none: ""
        case .text(let text): Self.quoted(text)
        case .integer(let number): String(number)
        case .nested(let value): Self.quoted(value.canonicalText)
        case .document(let text): Self.quoted(text)
        }
    }

    fileprivate var json: String {
        switch self {
        case .none: "null"
        case .text(let text): JSON.string(text).canonicalText
        case .integer(let number): String(number)
        case .nested(let value): value.canonicalText
        // In JSON a line can end between two values only, where a space is as good.
        case .document(let text):
            String(String.UnicodeScalarView(text.unicodeScalars.map { $0 == "\n" || $0 == "\r" ? " " : $0 }))
        }
    }

    private static func quoted(_ text: String) -> String {
        let isPlain = text.utf8.allSatisfy { octet in
            switch octet {
            case UInt8(ascii: ","), UInt8(ascii: "\""), UInt8(ascii: "\r"), UInt8(ascii: "\n"): false
            default: true
            }
        }
        guard text.isEmpty || !isPlain else { return text }
        var quoted = "\""
        for scalar in text.unicodeScalars {
            if scalar == "\"" { quoted += "\"" }
            quoted.unicodeScalars.append(scalar)
        }
        return quoted + "\""
    }
}
