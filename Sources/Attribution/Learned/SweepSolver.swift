/// Solves for chains of more states than a dense matrix takes: sweeps over all states, there and back, until nothing
/// moves any more (the symmetric Gauss-Seidel method; Saad, Iterative Methods for Sparse Linear Systems, §4.1).
///
/// A walk ends after as many steps as the journeys have on average, so some dozens of sweeps do.
struct SweepSolver: ChainSolver {
    private let chain: MarkovChain
    private static let mostSweeps = 10_000

    init(_ chain: MarkovChain) {
        self.chain = chain
    }

    func solve(_ right: [Double], without removed: [Bool]) -> [Double] {
        var solution = Array(repeating: 0.0, count: right.count)
        let states = right.indices.filter { !removed[$0] }
        for sweep in 0..<Self.mostSweeps {
            var (change, largest) = (0.0, 0.0)
            for index in states.indices {
                let state = sweep.isMultiple(of: 2) ? states[states.count - 1 - index] : states[index]
                var value = right[state]
                for index in chain.starts[state]..<chain.starts[state + 1] where !removed[chain.edges[index].to] {
                    value += chain.edges[index].share * solution[chain.edges[index].to]
                }
                change = max(change, abs(value - solution[state]))
                largest = max(largest, abs(value))
                solution[state] = value
            }
            if change <= largest * 0x1p-50 { break }
        }
        return solution
    }
}
