import Domain
import TestSupport
import Testing

@testable import Attribution

@Suite("Models learned from many journeys")
struct LearnedTests {
    /// Learns from journeys such as `AB` (converted) and `ab` (lost).
    private func population(
        _ journeys: [String], _ model: AttributionModel, order: Int64 = 1, value: ShapleyValue = .count
    ) throws -> Population {
        let policy = AttributionPolicy.example {
            $0.model = model
            $0.order = order
            $0.value = value
        }
        var learning = try #require(Learning(policy, disqualified: []))
        for journey in journeys {
            learning.learn(
                journey.uppercased().map { Identifier(String($0)) }, converted: journey == journey.uppercased())
        }
        return try learning.population()
    }

    private func effects(_ population: Population) -> [String] {
        population.members.map { "\($0.referrer.text) \(($0.effect * 1e9).rounded() / 1e9) \($0.share.count)" }
    }

    @Test(
        "removal effects and shares",
        arguments: [
            (["A"], 1, ["A 1.0 10000"]),
            (["a"], 1, ["A 0.0 0"]),
            (["A", "b"], 1, ["A 1.0 10000", "B 0.0 0"]),
            (["AB", "A", "b"], 1, ["A 0.75 6000", "B 0.5 4000"]),
            (["AB", "BA"], 1, ["A 0.75 5000", "B 0.75 5000"]),
            (["ABA", "B", "a"], 1, ["A 0.75 5294", "B 0.666666667 4706"]),
            (["AB", "AC", "ad"], 1, ["A 1.0 5000", "B 0.5 2500", "C 0.5 2500", "D 0.0 0"]),
            (["AAB", "b"], 2, ["A 1.0 5000", "B 1.0 5000"]),
            (["ABC", "CAB", "bc"], 2, ["A 0.75 3000", "B 1.0 4000", "C 0.75 3000"]),
        ] as [([String], Int64, [String])])
    func removal(journeys: [String], order: Int64, expected: [String]) throws {
        #expect(effects(try population(journeys, .markov, order: order)) == expected)
    }

    @Test("merging equal states changes no effect, and neither does an order beyond all journeys change P")
    func facts() throws {
        let journeys = ["AABB", "ABAB", "bba", "BAAA", "aab", "C", "c"]
        let merged = journeys.map { journey in
            journey.reduce(into: "") { if $0.last != $1 { $0.append($1) } }
        }
        let one = try population(journeys, .markov)
        #expect(effects(one) == effects(try population(merged, .markov)))
        for order in [1, 2, 3, 4, 1000, .max] as [Int64] {
            let other = try population(journeys, .markov, order: order)
            #expect(other.baseProbability == 4.0 / 7)
            #expect(other.members.allSatisfy { (0...1).contains($0.effect) })
        }
    }

    @Test("a chain of whole journeys takes away just the journeys that a referrer is in")
    func wholeJourneys() throws {
        let journeys = ["ABC", "BC", "C", "A", "ab", "c"]
        #expect(
            effects(try population(journeys, .markov, order: 5)) == ["A 0.5 2857", "B 0.5 2857", "C 0.75 4286"])
    }

    @Test("the two solvers agree with each other and with elimination on fractions, to 27 digits")
    func solvers() throws {
        for number in 0..<60 as Range<UInt64> {
            var seed = Seed(number)
            var counts = MarkovCounts(order: Int64.random(in: 1...3, using: &seed))
            for _ in 0..<Int.random(in: 1...40, using: &seed) {
                let path = (0..<Int.random(in: 1...6, using: &seed)).map { _ in Int.random(in: 0..<4, using: &seed) }
                counts.learn(path, converted: seed.chance(50))
            }
            let chain = MarkovChain(counts)
            let removed = (0..<chain.size).map { _ in seed.chance(25) }
            let dense = chain.chances(without: removed, solver: DenseSolver(chain))
            let swept = chain.chances(without: removed, solver: SweepSolver(chain))
            let exact = exactChances(chain, without: removed)
            for state in 0..<chain.size {
                #expect((dense[state] - exact[state]).magnitude <= 1 << 10, "\(seed)")
                #expect((swept[state] - exact[state]).magnitude <= 1 << 10, "\(seed)")
            }
        }
    }

    @Test("a thousand states and more are solved, and P is what was seen")
    func manyStates() throws {
        var seed = Seed(7)
        var counts = MarkovCounts(order: 3)
        var learned = LearningCounts()
        for _ in 0..<1500 {
            let path = (0..<8).map { _ in Int.random(in: 0..<12, using: &seed) }
            let isConverted = seed.chance(30)
            counts.learn(path, converted: isConverted)
            learned.journeys += 1
            learned.conversions += isConverted ? 1 : 0
        }
        let chain = MarkovChain(counts)
        #expect(chain.size > DenseSolver.mostStates)
        let none = Array(repeating: false, count: chain.size)
        let chances = chain.chances(without: none, solver: SweepSolver(chain))
        let reached = zip(counts.starts, chances).reduce(FixedPoint(0)) { $0 + FixedPoint($1.0) * $1.1 }
        #expect((reached - FixedPoint(learned.conversions) * .one).magnitude <= FixedPoint.tolerance.magnitude * 1500)
    }

    @Test(
        "Shapley values by count: each converted journey is divided equally",
        arguments: [
            (["A"], ["A 1.0 10000"]), (["AB", "A", "b"], ["A 1.5 7500", "B 0.5 2500"]),
            (["ABC", "AB", "c"], ["A 0.833333333 4167", "B 0.833333333 4167", "C 0.333333333 1666"]),
            (["a"], ["A 0.0 0"]), (["AABA"], ["A 0.5 5000", "B 0.5 5000"]),
        ] as [([String], [String])])
    func shapleyCount(journeys: [String], expected: [String]) throws {
        let population = try population(journeys, .shapley)
        #expect(effects(population) == expected)
        let sum = population.members.map(\.effect).reduce(0, +)
        #expect(abs(sum - Double(population.conversions)) < 1e-9)
    }

    @Test(
        "Shapley values by rate: what a referrer adds to the rate of those before it",
        arguments: [
            (["A"], ["A 1.0 10000"]), (["A", "a"], ["A 0.5 10000"]),
            (["A", "b"], ["A 0.75 10000", "B -0.25 0"]),
            (["AB", "a", "b"], ["A 0.166666667 5000", "B 0.166666667 5000"]),
            (["a", "b"], ["A 0.0 0", "B 0.0 0"]),
        ] as [([String], [String])])
    func shapleyRate(journeys: [String], expected: [String]) throws {
        let population = try population(journeys, .shapley, value: .rate)
        #expect(effects(population) == expected)
        let sum = population.members.map(\.effect).reduce(0, +)
        #expect(abs(sum - population.baseProbability) < 1e-9)
    }

    @Test("a seventeenth referrer is too many for rates, and none too many for counts")
    func tooMany() throws {
        let journeys = (0..<17).map { String(UnicodeScalar(UInt8(65 + $0))) }
        #expect(throws: LearningError.tooManyReferrers(count: 17, limit: 16)) {
            try population(journeys, .shapley, value: .rate)
        }
        #expect(try population(journeys.dropLast(), .shapley, value: .rate).members.count == 16)
        #expect(try population(journeys, .shapley).members.count == 17)
    }

    @Test("inside a journey credit goes by the effects, equal ones to the earlier touch")
    func inside() throws {
        let population = try population(["AB", "A", "b", "CA", "CB"], .markov)
        let policy = AttributionPolicy.example { $0.model = .markov }
        func credits(_ path: String) throws -> [Int64] {
            let touchpoints = path.enumerated().map {
                Touchpoint.example(Identifier("t\($0)"), by: Identifier(String($1)), age: 9 - Int64($0))
            }
            return try Attribution.decide(
                .example(touchpoints, conversion: .example(amount: 1001)), policy, disqualified: [],
                effects: population.effects
            ).credits.map(\.amount)
        }
        // 2/3, 1/2 and 7/18.
        #expect(population.members.map { ($0.effect * 18).rounded() } == [12, 9, 7])
        #expect(try credits("AC") == [632, 369])
        #expect(try credits("CB") == [438, 563])
        #expect(try credits("BCB") == [563, 438])
        #expect(try credits("D") == [1001])
        #expect(try credits("DE") == [501, 500])
    }

    @Test("bound customers, errors and journeys without eligible touches teach nothing")
    func left() throws {
        let policy = AttributionPolicy.example {
            $0.model = .markov
            $0.binding = .locked
        }
        var learning = try #require(Learning(policy, disqualified: []))
        learning.learn(.example([.example()], customer: .example(boundTo: "ref_bob")))
        learning.learn(.example([.example(), .example(by: "ref_bob")]))
        learning.learn(.example([.example(age: -1)]))
        #expect(try learning.population().journeys == 0)
        learning.learn(.example([.example()]))
        var lost = Journey.example([.example(age: 5), .example("t2", age: 31 * Timestamp.day)])
        lost.conversion = nil
        learning.learn(lost)
        let population = try learning.population()
        #expect((population.journeys, population.conversions) == (2, 1))
    }

    @Test("the order of the journeys never matters")
    func order() throws {
        for number in 0..<40 as Range<UInt64> {
            var seed = Seed(number)
            let journeys = (0..<20).map { _ in
                let path = (0..<Int.random(in: 1...4, using: &seed)).map { _ in seed.pick(["A", "B", "C", "D"]) }
                    .joined()
                return seed.chance(50) ? path : path.lowercased()
            }
            for (model, value) in [(.markov, .count), (.shapley, .count), (.shapley, .rate)]
                as [(AttributionModel, ShapleyValue)]
            {
                let one = try population(journeys, model, value: value)
                let other = try population(journeys.shuffled(using: &seed), model, value: value)
                #expect(effects(one) == effects(other), "\(seed)")
                let shares = one.members.map(\.share.count).reduce(0, +)
                #expect(shares == (one.members.contains { $0.effect > 0 } ? 10_000 : 0), "\(seed)")
            }
        }
    }
}

/// Gauss-Jordan elimination on whole fractions, for small chains.
private func exactChances(_ chain: MarkovChain, without removed: [Bool]) -> [FixedPoint] {
    let states = (0..<chain.size).filter { !removed[$0] }
    var rows: [[Ratio]] = states.map { state in
        var row = Array(repeating: Ratio(0), count: states.count + 1)
        for (column, other) in states.enumerated() {
            if other == state { row[column] = Ratio(chain.visits[state]) }
            if let edge = chain.edges(from: state).first(where: { $0.to == other }) {
                row[column] = row[column] - Ratio(edge.count)
            }
        }
        row[states.count] = Ratio(chain.conversions[state])
        return row
    }
    for pivot in rows.indices {
        let scale = rows[pivot][pivot]
        rows[pivot] = rows[pivot].map { $0 / scale }
        for index in rows.indices where index != pivot {
            let factor = rows[index][pivot]
            rows[index] = zip(rows[index], rows[pivot]).map { $0 - factor * $1 }
        }
    }
    var chances = Array(repeating: FixedPoint(0), count: chain.size)
    for (place, state) in states.enumerated() { chances[state] = rows[place][states.count].fixedPoint }
    return chances
}
