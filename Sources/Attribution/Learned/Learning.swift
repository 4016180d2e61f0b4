import Domain

/// Takes in many journeys, one after the other, and says what they teach under the policy's model.
///
/// It keeps counts, not journeys: memory grows with the referrers and with the steps between them.
/// - Source: ATTRIBUTION.md §6.
package struct Learning: Sendable {
    private let policy: AttributionPolicy
    private let disqualified: Set<Identifier>
    private var counts = LearningCounts()
    private var referrers: [Identifier] = []
    private var places: [Identifier: Int] = [:]
    /// One of the two, as the model is.
    private var chain: MarkovCounts?
    private var sets: ShapleyCounts?

    /// - Returns: nil for a policy whose model learns nothing.
    package init?(_ policy: AttributionPolicy, disqualified: Set<Identifier>) {
        self.policy = policy
        self.disqualified = disqualified
        switch policy.model {
        case .markov: chain = MarkovCounts(order: policy.order)
        case .shapley: sets = ShapleyCounts()
        default: return nil
        }
    }

    /// What a journey teaches: the referrers of its eligible touchpoints, in their order, and whether it converted.
    package struct Lesson: Hashable, Sendable {
        let path: [Identifier]
        let converted: Bool
    }

    /// Finds what a journey teaches, on any thread. One without eligible touchpoints, of a bound customer or with an error
    /// teaches nothing.
    package var select: @Sendable (Journey) -> Lesson? {
        { [policy, disqualified] journey in
            guard let selection = try? Selection(of: journey, under: policy, disqualified: disqualified),
                selection.bound == nil
            else { return nil }
            return Lesson(path: selection.eligible.referrers, converted: journey.conversion != nil)
        }
    }

    /// Learns from a journey, converted or not.
    package mutating func learn(_ journey: Journey) {
        if let lesson = select(journey) { learn(lesson) }
    }

    package mutating func learn(_ lesson: Lesson) {
        learn(lesson.path, converted: lesson.converted)
    }

    /// - Parameter path: the referrers of the eligible touchpoints, in their order.
    package mutating func learn(_ path: [Identifier], converted: Bool) {
        guard !path.isEmpty else { return }
        counts.journeys += 1
        if converted { counts.conversions += 1 }
        let path = path.map { place(of: $0) }
        chain?.learn(path, converted: converted)
        sets?.learn(path, converted: converted)
    }

    /// - Parameter work: of a chain, how many times referrers × kinds of steps may be gone through, since each referrer
    ///   takes a linear system.
    /// - Throws: `tooManyReferrers` for Shapley values of rates, and for a chain of more work.
    package func population(work: Int = .max) throws(LearningError) -> Population {
        guard let sets else {
            let chain = chain ?? MarkovCounts(order: 1)
            let limit = work / max(1, chain.steps.count)
            guard referrers.count <= limit else { throw .tooManyReferrers(count: referrers.count, limit: limit) }
            return markovPopulation(chain, counts, referrers)
        }
        return switch policy.value {
        case .count: shapleyPopulation(count: sets, counts, referrers)
        case .rate: try shapleyPopulation(rate: sets, counts, referrers)
        }
    }

    private mutating func place(of referrer: Identifier) -> Int {
        if let place = places[referrer] { return place }
        places[referrer] = referrers.count
        referrers.append(referrer)
        return referrers.count - 1
    }
}

/// Why nothing can be said of a population.
package enum LearningError: Error, Hashable {
    /// The subset formula goes through all sets of referrers; a chain takes a linear system for each.
    case tooManyReferrers(count: Int, limit: Int)

    package var code: String { "too_many_referrers" }
}
