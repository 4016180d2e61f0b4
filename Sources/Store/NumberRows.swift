/// Rows of plain numbers that are to be inserted.
struct NumberRows {
    /// Rows of one run of a statement.
    static let most = 8

    /// What inserts them: of one row, and of `most`.
    struct Insertion: Sendable {
        fileprivate let columns: Int
        fileprivate let one: SQL
        fileprivate let many: SQL

        /// - Parameters:
        ///   - beginning: up to the values.
        ///   - ending: behind them.
        init(_ beginning: String, columns: Int, ending: String = "") {
            func text(rows: Int) -> SQL {
                let values = (0..<rows).map { row in
                    "(" + (1...columns).map { SQL.parameter(row * columns + $0) }.joined(separator: ", ") + ")"
                }
                return SQL(trusted: "\(beginning) VALUES \(values.joined(separator: ", ")) \(ending)")
            }
            self.columns = columns
            one = text(rows: 1)
            many = text(rows: NumberRows.most)
        }
    }

    private let insertion: Insertion
    private var numbers: [Int64] = []

    init(_ insertion: Insertion, reserving count: Int) {
        self.insertion = insertion
        numbers.reserveCapacity(count * insertion.columns)
    }

    var columns: Int { insertion.columns }
    var count: Int { numbers.count / columns }

    mutating func append(_ number: Int64) {
        numbers.append(number)
    }

    /// - Parameter rows: 1 or `most`.
    func statement(rows: Int) -> SQL {
        rows == 1 ? insertion.one : insertion.many
    }

    func numbers(from row: Int, rows: Int) -> ArraySlice<Int64> {
        numbers[(row * columns)..<((row + rows) * columns)]
    }
}
