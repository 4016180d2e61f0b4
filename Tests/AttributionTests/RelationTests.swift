import Attribution
import Domain
import TestSupport
import Testing

@Suite("Relations that hold in every journey")
struct RelationTests {
    private func forEachCase(_ check: (RandomCase, Decision, inout Seed) throws -> Void) throws {
        for number in 0..<2000 as Range<UInt64> {
            var seed = Seed(number)
            let example = RandomCase(using: &seed)
            try check(example, try example.decision, &seed)
        }
    }

    @Test("the random journeys have every outcome")
    func coverage() throws {
        var outcomes: Set<String> = []
        var credited = 0
        try forEachCase { _, decision, _ in
            outcomes.formUnion(decision.outcomes.values)
            credited += decision.credits.isEmpty ? 0 : 1
        }
        let missing: Set = ["invalid_click_token", "program_not_active", "unknown_code"]
        #expect(
            outcomes == Set(ExclusionReason.allCases.map(\.rawValue) + ["credited", "eligible"]).subtracting(missing))
        #expect((500..<1900).contains(credited))
    }

    @Test("the order of the input and its repetitions never matter")
    func order() throws {
        try forEachCase { example, decision, seed in
            var other = example
            other.journey.touchpoints += example.journey.touchpoints.filter { _ in seed.chance(30) }
            other.journey.touchpoints.shuffle(using: &seed)
            let again = try other.decision
            #expect(again == decision, "\(seed)")
        }
    }

    @Test("shares sum to the whole and amounts to the amount, or nobody is credited")
    func sums() throws {
        try forEachCase { example, decision, seed in
            let hasSurvivor = decision.verdicts.contains { $0.verdict.word == "credited" }
            #expect(decision.credits.isEmpty == (!hasSurvivor && decision.bound == nil), "\(seed)")
            guard !decision.credits.isEmpty else { return }
            #expect(decision.credits.map(\.share.count).reduce(0, +) == 10_000, "\(seed)")
            #expect(decision.credits.map(\.amount).reduce(0, +) == example.journey.conversion?.amount, "\(seed)")
            #expect(Set(decision.referrers).count == decision.referrers.count, "\(seed)")
        }
    }

    @Test("the credited touchpoints are those of the credits, the latest named, and their weights are the credits'")
    func verdictsAgree() throws {
        try forEachCase { _, decision, seed in
            guard decision.bound == nil, !decision.credits.isEmpty else { return }
            var latest: [Identifier: Identifier] = [:]
            var weights: [Identifier: Double] = [:]
            for entry in decision.verdicts {
                guard case .credited(let weight) = entry.verdict else { continue }
                let referrer = try #require(entry.touchpoint.referrer)
                latest[referrer] = entry.touchpoint.id
                weights[referrer, default: 0] += weight.double
            }
            #expect(latest.count == decision.credits.count, "\(seed)")
            for credit in decision.credits {
                #expect(latest[credit.referrer] == credit.touchpoint, "\(seed)")
                #expect(abs((weights[credit.referrer] ?? 0) - credit.weight.double) < 1e-10, "\(seed)")
            }
        }
    }

    @Test("nobody is a whole unit from the quota, and who is above it has an odd unit with its rule")
    func quotas() throws {
        try forEachCase { example, decision, seed in
            guard decision.bound == nil else { return }
            let amount = Double(example.journey.conversion?.amount ?? 0)
            for credit in decision.credits {
                #expect(abs(Double(credit.share.count) - 1e4 * credit.weight.double) < 1 + 1e-6, "\(seed)")
                if amount < 1e9 {
                    #expect(abs(Double(credit.amount) - amount * credit.weight.double) < 1 + 1e-2, "\(seed)")
                }
                // A decimal weight is cut off, so its own quota says nothing about the last unit.
                guard case .exact(let weight) = credit.weight else { continue }
                let floor = weight.numerator * 10_000 / weight.denominator
                #expect(credit.share.count == floor + (credit.oddShare == nil ? 0 : 1), "\(seed)")
            }
        }
    }

    @Test("a touchpoint that cannot count changes no credit and no other verdict")
    func addIneligible() throws {
        let additions: [Touchpoint] = [
            .example("x", by: nil), .example("x", by: "A", kind: .code, age: -1),
            .example("x", by: "B", kind: .code, barred: .notHuman),
            .example("x", by: "C", kind: .code, age: 2, lookback: .milliseconds(1)),
        ]
        try forEachCase { example, decision, seed in
            var more = example
            more.journey.touchpoints.append(seed.pick(additions))
            let other = try more.decision
            #expect(other.credits == decision.credits, "\(seed)")
            #expect(other.verdicts.filter { $0.touchpoint.id != "x" } == decision.verdicts, "\(seed)")
        }
    }

    @Test("without its excluded touchpoints a journey has the same credits")
    func removeExcluded() throws {
        try forEachCase { example, decision, seed in
            var fewer = example
            fewer.journey.touchpoints.removeAll { touchpoint in
                !["credited", "eligible"].contains(decision.outcomes[touchpoint.id])
            }
            let again = try fewer.decision
            #expect(again.credits == decision.credits, "\(seed)")
        }
    }

    @Test("a refund takes back exactly what the sale gave")
    func refund() throws {
        try forEachCase { example, decision, seed in
            var refund = example
            refund.journey.conversion?.amount.negate()
            let mirror = try refund.decision
            #expect(mirror.verdicts == decision.verdicts, "\(seed)")
            #expect(mirror.credits.map(\.amount) == decision.credits.map { -$0.amount }, "\(seed)")
            #expect(mirror.credits.map(\.share) == decision.credits.map(\.share), "\(seed)")
        }
    }

    @Test("made again of its verdicts, a decision is the same to the last odd unit")
    func remade() throws {
        try forEachCase { example, decision, seed in
            let again = remake(
                decision.verdicts, bound: decision.bound, amount: example.journey.conversion?.amount ?? 0,
                under: example.policy)
            #expect(again == decision, "\(seed)")
        }
    }

    @Test("a flip says who would win, and that is somebody else")
    func flips() throws {
        var count = 0
        try forEachCase { example, decision, seed in
            let winner = decision.credits.leader(by: \.share)?.referrer
            for flip in try Attribution.flips(of: example.journey, example.policy, disqualified: example.disqualified) {
                #expect(flip.winner != winner, "\(seed)")
                guard case .without(let id) = flip.change else { continue }
                var fewer = example
                fewer.journey.touchpoints.removeAll { $0.id == id }
                #expect(try fewer.decision.credits.leader(by: \.share)?.referrer == flip.winner, "\(seed)")
                count += 1
            }
        }
        #expect(count > 100)
    }

    @Test("under another policy the differences sum to nothing but what becomes or stops being unattributed")
    func replay() throws {
        var replay = Replay()
        var changed: Int64 = 0
        let currency = try #require(Currency("INR"))
        try forEachCase { example, decision, seed in
            var other = example
            other.policy = .random(using: &seed)
            let after = try other.decision.credits
            let amount = (example.journey.conversion?.amount ?? 0) % 1_000_000
            let (before, later) = (decision.credits.map(small), after.map(small))
            if replay.add(before: before, after: later, amount: amount, in: currency) { changed += 1 }
        }
        #expect((replay.conversions, replay.changed) == (2000, changed))
        #expect(changed > 200)
        for side in [replay.credited.before, replay.credited.after] {
            let sum = replay.byReferrer.values.reduce(0) {
                $0 + (side == replay.credited.before ? $1.before.share : $1.after.share)
            }
            #expect(sum == side.share)
        }
        #expect(replay.credited.before.share + replay.unattributed.before.share == 20_000_000)
        #expect(replay.credited.after.share + replay.unattributed.after.share == 20_000_000)
    }

    /// With an amount whose sums stay within 64 bits.
    private func small(_ credit: Credit) -> Credit {
        Credit(
            referrer: credit.referrer, share: credit.share, amount: credit.amount % 1_000_000,
            touchpoint: credit.touchpoint)
    }

    @Test("only differences of time matter")
    func shift() throws {
        try forEachCase { example, decision, seed in
            let shifted = try example.shifted(by: .random(in: -1_000_000_000_000...1_000_000_000_000, using: &seed))
                .decision
            #expect(shifted.credits == decision.credits, "\(seed)")
            #expect(shifted.outcomes == decision.outcomes, "\(seed)")
        }
    }

    @Test("the explanation tells every touchpoint, every credit and nobody else")
    func explanation() throws {
        try forEachCase { example, decision, seed in
            let told = sentences(decision, at: example.journey.moment, under: example.policy)
            let oddUnits = decision.credits.flatMap { [$0.oddShare, $0.oddAmount] }.compactMap(\.self)
            #expect(told.count == decision.verdicts.count + 1 + oddUnits.count, "\(seed)")
            for (sentence, entry) in zip(told, decision.verdicts) {
                let words = entry.verdict.weight.map {
                    $0.inTrillionths == Weight.trillion ? "earned the whole" : "earned \($0.text) of"
                }
                #expect(words.map(sentence.contains) ?? !sentence.contains("earned the"), "\(seed)")
                #expect(sentence.contains("could have earned") == (entry.verdict == .eligible), "\(seed)")
                #expect(entry.touchpoint.referrer.map { sentence.contains(" \($0.text), ") } ?? true, "\(seed)")
            }
            let summary = told[decision.verdicts.count]
            for referrer in Identifier.referrers {
                #expect(summary.contains(" to \(referrer.text) (") == decision.referrers.contains(referrer), "\(seed)")
            }
            for credit in decision.credits {
                let clause = because(
                    credit, in: decision, at: example.journey.moment, under: example.policy)
                #expect(summary.contains("(\(clause))"), "\(seed)")
                #expect((credit.touchpoint == nil) == (clause == "bound by an earlier conversion"), "\(seed)")
            }
            #expect(reasons(decision).isEmpty == !decision.credits.isEmpty, "\(seed)")
            #expect((status(of: decision) == .credited) == !decision.credits.isEmpty, "\(seed)")
        }
    }
}

extension Verdict {
    fileprivate var weight: Weight? {
        if case .credited(let weight) = self { weight } else { nil }
    }
}

extension Weight {
    fileprivate var double: Double {
        switch self {
        case .exact(let fraction): Double(fraction.numerator) / Double(fraction.denominator)
        case .decimal(let trillionths): Double(trillionths) / 1e12
        }
    }
}

extension RandomCase {
    fileprivate var decision: Decision {
        get throws { try decide(journey, policy, disqualified: disqualified) }
    }

    fileprivate func shifted(by milliseconds: Int64) -> RandomCase {
        var other = self
        other.journey.touchpoints = journey.touchpoints.map { touchpoint in
            var moved = touchpoint
            moved.at = touchpoint.at + milliseconds
            return moved
        }
        other.journey.conversion?.at = journey.moment + milliseconds
        other.journey.conversion?.previousAt = journey.conversion?.previousAt.map { $0 + milliseconds }
        other.journey.customer.becameCustomerAt = journey.customer.becameCustomerAt.map { $0 + milliseconds }
        return other
    }
}
