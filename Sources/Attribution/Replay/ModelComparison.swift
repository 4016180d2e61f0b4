import Domain

/// All models side by side on one population: the same journeys and selection, another division.
/// - Source: ATTRIBUTION.md §9, Model comparison, and the identities of §6.
package struct ModelComparison: Sendable {
    /// A model with what it gives each referrer.
    package struct Column: Sendable {
        package let name: String
        package let credited: Replay.Sum
        package let byReferrer: [Identifier: Replay.Sum]
        /// What was learned; nil for a model that learns nothing.
        package let population: Population?
        /// Why there is nothing: too many referrers for Shapley values of rates, or for the chain's systems.
        package let refusal: LearningError?
    }

    /// Something that must hold, and what was found.
    package struct SelfCheck: Hashable, Sendable {
        package let name: String
        package let expected: Double
        package let found: Double

        package var holds: Bool { abs(expected - found) <= 1e-9 * max(1, abs(expected)) }
    }

    /// A converted journey after selection: what every model divides.
    private struct Selected: Sendable {
        let eligible: Eligible
        let amount: Int64
        let currency: Currency?
    }

    /// Of one chain, since a report keeps a worker for as long: referrers × kinds of steps.
    private static let mostWork = 20_000_000

    private let policy: AttributionPolicy
    private var selected: [Selected] = []
    private var paths: [(path: [Identifier], converted: Bool)] = []
    package private(set) var unattributed: Int64 = 0
    /// Journeys of bound customers: no model divides them.
    package private(set) var bound: Int64 = 0

    package init(_ policy: AttributionPolicy) {
        self.policy = policy
    }

    /// Takes a journey in, converted or not.
    /// - Throws: as `decide`.
    package mutating func add(
        _ journey: Journey, disqualified: Set<Identifier>, in currency: Currency?
    ) throws(AttributionError) {
        let selection = try Selection(of: journey, under: policy, disqualified: disqualified)
        guard selection.bound == nil else { return bound += 1 }
        let eligible = selection.eligible
        let path = eligible.referrers
        if !path.isEmpty { paths.append((path, journey.conversion != nil)) }
        guard let conversion = journey.conversion else { return }
        guard !eligible.isEmpty else { return unattributed += 1 }
        selected.append(Selected(eligible: eligible, amount: conversion.amount, currency: currency))
    }

    /// The converted journeys that every model divides.
    package var conversions: Int { selected.count }

    package func columns() -> [Column] {
        AttributionModel.allCases.flatMap { model in
            let values: [ShapleyValue] = model == .shapley ? ShapleyValue.allCases : [policy.value]
            return values.map { column(model, $0) }
        }
    }

    private func column(_ model: AttributionModel, _ value: ShapleyValue) -> Column {
        var policy = policy
        (policy.model, policy.value) = (model, value)
        let name = model == .shapley ? "\(model.rawValue)_\(value.rawValue)" : model.rawValue
        let population: Population?
        do {
            population = try learn(policy)
        } catch {
            return Column(name: name, credited: Replay.Sum(), byReferrer: [:], population: nil, refusal: error)
        }
        var (credited, byReferrer) = (Replay.Sum(), [Identifier: Replay.Sum]())
        for journey in selected {
            let division = Division(
                of: journey.amount, between: journey.eligible, under: policy, effects: population?.effects)
            for credit in division.credits {
                credited.add(credit.share, credit.amount, in: journey.currency)
                byReferrer[credit.referrer, default: Replay.Sum()].add(
                    credit.share, credit.amount, in: journey.currency)
            }
        }
        return Column(
            name: name, credited: credited, byReferrer: byReferrer, population: population, refusal: nil)
    }

    private func learn(_ policy: AttributionPolicy) throws(LearningError) -> Population? {
        guard var learning = Learning(policy, disqualified: []) else { return nil }
        for (path, converted) in paths { learning.learn(path, converted: converted) }
        return try learning.population(work: Self.mostWork)
    }

    /// The identities of §6, and that every model gives the whole.
    package func selfChecks(_ columns: [Column]) -> [SelfCheck] {
        var checks = columns.filter { $0.refusal == nil }.map { column in
            SelfCheck(
                name: "\(column.name): basis points sum to the whole of every conversion",
                expected: Double(selected.count * 10_000), found: Double(column.credited.share))
        }
        let converted = Double(paths.count { $0.converted })
        let rate = paths.isEmpty ? 0 : converted / Double(paths.count)
        for order in [1, 2, policy.order].uniqued {
            checks.append(
                SelfCheck(
                    name: "markov, order \(order): the chain converts as often as the journeys did", expected: rate,
                    found: chainProbability(order: order)))
        }
        for column in columns {
            guard let members = column.population?.members else { continue }
            let sum = members.map(\.effect).reduce(0, +)
            switch column.name {
            case "shapley_count":
                checks.append(
                    SelfCheck(
                        name: "shapley_count: the values sum to the conversions", expected: converted, found: sum))
            case "shapley_rate":
                checks.append(
                    SelfCheck(
                        name: "shapley_rate: the values sum to the rate of conversions", expected: rate, found: sum))
            default: break
            }
        }
        return checks
    }

    /// By the linear system, not by counting.
    private func chainProbability(order: Int64) -> Double {
        guard !paths.isEmpty else { return 0 }
        var counts = MarkovCounts(order: order)
        var places: [Identifier: Int] = [:]
        for (path, converted) in paths {
            let path = path.map { referrer in
                let place = places[referrer] ?? places.count
                places[referrer] = place
                return place
            }
            counts.learn(path, converted: converted)
        }
        return startingChance(counts) / Double(paths.count)
    }
}

extension [Int64] {
    fileprivate var uniqued: [Int64] {
        reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
    }
}
