/// Reads CSV as RFC 4180 has it; it is not what writes it.
enum CSV {
    /// - Returns: the fields of each line; nil for an empty field that is not quoted.
    static func rows(_ text: String) -> [[String?]] {
        var rows: [[String?]] = []
        var row: [String?] = []
        var field = ""
        var (isQuoted, wasQuoted) = (false, false)
        func ended() -> String? { field.isEmpty && !wasQuoted ? nil : field }
        var rest = text.unicodeScalars[...]
        while let scalar = rest.popFirst() {
            switch scalar {
            case "\"" where isQuoted && rest.first == "\"":
                field.unicodeScalars.append("\"")
                rest.removeFirst()
            case "\"":
                isQuoted.toggle()
                wasQuoted = true
            case "," where !isQuoted:
                row.append(ended())
                (field, wasQuoted) = ("", false)
            case "\r" where !isQuoted && rest.first == "\n":
                rest.removeFirst()
                rows.append(row + [ended()])
                (row, field, wasQuoted) = ([], "", false)
            default: field.unicodeScalars.append(scalar)
            }
        }
        return rows
    }
}
