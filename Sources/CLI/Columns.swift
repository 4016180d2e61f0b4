/// Lines of columns, each as wide as its longest cell, two spaces apart.
/// - Parameter rows: of equally many cells.
func aligned(_ rows: [[String]]) -> [String] {
    guard let columns = rows.first?.indices else { return [] }
    let widths = columns.map { column in rows.map { $0[column].count }.max() ?? 0 }
    return rows.map { row in
        let cells = zip(row, widths).map { $0 + String(repeating: " ", count: $1 - $0.count) }
        return cells.joined(separator: "  ").trimmed
    }
}
