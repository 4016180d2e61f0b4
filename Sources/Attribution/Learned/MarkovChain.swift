/// A Markov chain as the equations of its conversions: for each state s, of g, the chance to convert from s on,
/// visits(s) g(s) - Σ steps(s, t) g(t) = conversions(s), all in counts.
///
/// Whoever visits a state leaves it, by a step or an end, so the matrix is diagonally dominant with no positive
/// number beside the diagonal (an M-matrix): elimination needs no pivots, and sweeps converge.
struct MarkovChain {
    struct Edge {
        let to: Int
        let count: Int64
        /// Of the visits to where it begins.
        let share: Double
    }

    let visits: [Int64]
    let conversions: [Int64]
    /// By the state where they begin; `starts[s]` to `starts[s + 1]` are those of s.
    let edges: [Edge]
    let starts: [Int]

    init(_ counts: MarkovCounts) {
        visits = counts.visits
        conversions = counts.conversions
        // In the order of the states: a dictionary's own differs from run to run, and so would the last digit.
        let steps = counts.steps.sorted { ($0.key.from, $0.key.to) < ($1.key.from, $1.key.to) }
        edges = steps.map { step, count in
            Edge(to: Int(step.to), count: count, share: Double(count) / Double(counts.visits[Int(step.from)]))
        }
        var starts = Array(repeating: 0, count: visits.count + 1)
        for (step, _) in steps { starts[Int(step.from) + 1] += 1 }
        for state in visits.indices { starts[state + 1] += starts[state] }
        self.starts = starts
    }

    var size: Int { visits.count }

    func edges(from state: Int) -> ArraySlice<Edge> { edges[starts[state]..<starts[state + 1]] }

    var solver: any ChainSolver {
        size <= DenseSolver.mostStates ? DenseSolver(self) : SweepSolver(self)
    }

    /// What `chances` leave of the equations of all states that are not removed; a removed one leads to nothing.
    func residual(_ chances: [FixedPoint], without removed: [Bool]) -> [FixedPoint] {
        (0..<size).map { state in
            if removed[state] { return 0 }
            var rest = FixedPoint(conversions[state]) * .one - FixedPoint(visits[state]) * chances[state]
            for index in starts[state]..<starts[state + 1] where !removed[edges[index].to] {
                rest += FixedPoint(edges[index].count) * chances[edges[index].to]
            }
            return rest
        }
    }

    /// The chance to convert from each state, when every step into a removed state leads nowhere.
    ///
    /// A solver in double precision gives a first answer and then, of what that leaves, each next correction, until
    /// all digits stand (iterative refinement: Wilkinson, Rounding Errors in Algebraic Processes, 1963).
    /// - Parameter guess: where to begin; the nearer, the less there is to correct.
    func chances(
        without removed: [Bool], from guess: [FixedPoint]? = nil, solver: any ChainSolver
    ) -> [FixedPoint] {
        var chances = Array(repeating: FixedPoint(0), count: size)
        if let guess {
            for state in chances.indices where !removed[state] { chances[state] = guess[state] }
        }
        for _ in 0..<Self.mostRefinements {
            let rest = residual(chances, without: removed)
            let largest = zip(rest, visits).map { $0.magnitude / UInt128($1) }.max() ?? 0
            if largest <= Self.negligible { break }
            let correction = solver.solve(rest.indices.map { rest[$0].double / Double(visits[$0]) }, without: removed)
            for state in chances.indices { chances[state] += FixedPoint(nearest: correction[state]) }
        }
        return chances
    }

    /// Each gains some fifteen digits, and 27 are kept.
    private static let mostRefinements = 6
    /// In units of the fixed point, a thousandth of what a solution may be off.
    private static let negligible: UInt128 = 8
}

/// Solves a chain's equations, each divided by its state's visits, in double precision.
protocol ChainSolver {
    /// - Parameters:
    ///   - right: the right sides, 0 for removed states.
    ///   - removed: which states no step may lead into.
    /// - Returns: 0 for removed states.
    func solve(_ right: [Double], without removed: [Bool]) -> [Double]
}
