/// Keeps the inverse of the whole chain's matrix, and solves for the chain without some states by these states' part
/// of it: one inversion for all referrers instead of one for each.
///
/// With R the states that stay and S those removed, G the inverse: (A_RR)^-1 = G_RR - G_RS (G_SS)^-1 G_SR.
/// - Source: the inverse of a block matrix, by the Schur complement.
struct DenseSolver: ChainSolver {
    /// The most states it is used for: eight megabytes.
    static let mostStates = 1000

    private let inverse: [[Double]]

    init(_ chain: MarkovChain) {
        let size = chain.size
        var rows: [[Double]] = (0..<size).map { state in
            var row = Array(repeating: 0.0, count: size)
            row[state] = 1
            for edge in chain.edges(from: state) { row[edge.to] -= edge.share }
            return row
        }
        invert(&rows)
        inverse = rows
    }

    func solve(_ right: [Double], without removed: [Bool]) -> [Double] {
        var solution = inverse.map { row in dot(row, right) }
        let set = removed.indices.filter { removed[$0] }
        guard !set.isEmpty else { return solution }
        let part = set.map { row in set.map { inverse[row][$0] } }
        let inner = eliminate(part, right: set.map { solution[$0] })
        for state in solution.indices {
            guard !removed[state] else {
                solution[state] = 0
                continue
            }
            for (place, column) in set.enumerated() {
                solution[state] -= inverse[state][column] * inner[place]
            }
        }
        return solution
    }
}

private func dot(_ one: [Double], _ other: [Double]) -> Double {
    var sum = 0.0
    for index in one.indices { sum += one[index] * other[index] }
    return sum
}

/// Gauss-Jordan elimination in place, without pivots.
private func invert(_ rows: inout [[Double]]) {
    for pivot in rows.indices {
        var pivotRow = rows[pivot]
        let scale = 1 / pivotRow[pivot]
        pivotRow[pivot] = 1
        for column in pivotRow.indices { pivotRow[column] *= scale }
        rows[pivot] = pivotRow
        for index in rows.indices where index != pivot {
            let factor = rows[index][pivot]
            if factor == 0 { continue }
            rows[index][pivot] = 0
            for column in pivotRow.indices { rows[index][column] -= factor * pivotRow[column] }
        }
    }
}

/// Gaussian elimination: a block of an M-matrix's inverse is the inverse of an M-matrix, so this needs no pivots either.
private func eliminate(_ matrix: [[Double]], right: [Double]) -> [Double] {
    var (matrix, right) = (matrix, right)
    for pivot in matrix.indices {
        for row in matrix.indices.dropFirst(pivot + 1) {
            let factor = matrix[row][pivot] / matrix[pivot][pivot]
            if factor == 0 { continue }
            for column in matrix.indices.dropFirst(pivot) { matrix[row][column] -= factor * matrix[pivot][column] }
            right[row] -= factor * right[pivot]
        }
    }
    for row in matrix.indices.reversed() {
        for column in matrix.indices.dropFirst(row + 1) { right[row] -= matrix[row][column] * right[column] }
        right[row] /= matrix[row][row]
    }
    return right
}
