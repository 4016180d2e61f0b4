import BigInt
import Domain
import TestSupport
import Testing

@testable import Attribution

@Suite("Models and division")
struct ModelTests {
    /// A journey in a short hand: each letter is a touch of that referrer, at the age before it in half-lives of a day.
    private func credits(
        _ path: String, ages: [Int64]? = nil, amount: Int64 = 1003, under policy: AttributionPolicy
    ) throws -> [Credit] {
        let touchpoints = path.enumerated().map { place, referrer in
            Touchpoint.example(
                Identifier("t\(place)"), by: Identifier(String(referrer)),
                age: ages?[place] ?? Int64(path.count - place))
        }
        return try decide(touchpoints.reversed(), conversion: .example(amount: amount), under: policy).credits
    }

    private func policy(_ model: AttributionModel) -> AttributionPolicy {
        .example {
            $0.model = model
            $0.halfLife = Timestamp.day
            $0.lookback = .unlimited
        }
    }

    @Test(
        "gives each referrer its weight, basis points and amount",
        arguments: [
            (.firstTouch, "ABC", "A 1 10000 1003"),
            (.lastTouch, "ABC", "C 1 10000 1003"),
            (.lastTouch, "ABA", "A 1 10000 1003"),
            (.linear, "A", "A 1 10000 1003"),
            (.linear, "ABC", "A 1/3 3334 335, B 1/3 3333 334, C 1/3 3333 334"),
            (.linear, "ABAA", "A 3/4 7500 752, B 1/4 2500 251"),
            (.linear, "AB", "A 1/2 5000 502, B 1/2 5000 501"),
            (.linearDistinct, "ABAA", "A 1/2 5000 502, B 1/2 5000 501"),
            (.linearDistinct, "CAB", "C 1/3 3334 335, A 1/3 3333 334, B 1/3 3333 334"),
            (.positionBased, "A", "A 1 10000 1003"),
            (.positionBased, "AB", "A 1/2 5000 502, B 1/2 5000 501"),
            (.positionBased, "ABC", "A 2/5 4000 401, B 1/5 2000 201, C 2/5 4000 401"),
            (.positionBased, "ABA", "A 4/5 8000 802, B 1/5 2000 201"),
            (.positionBased, "PQPRS", "P 7/15 4667 468, Q 1/15 667 67, R 1/15 666 67, S 2/5 4000 401"),
        ] as [(AttributionModel, String, String)])
    func gives(model: AttributionModel, path: String, expected: String) throws {
        #expect(try credits(path, under: policy(model)).told == expected)
    }

    @Test(
        "time decay halves with each half-life of age",
        arguments: [
            ("AB", [1, 0], "A 0.333333333333 3333 334, B 0.666666666666 6667 669"),
            ("AB", [5, 5], "A 0.500000000000 5000 502, B 0.500000000000 5000 501"),
            ("ABC", [2, 1, 0], "A 0.142857142857 1429 143, B 0.285714285714 2857 287, C 0.571428571428 5714 573"),
            // 1 + 1/4 of A against 1/2 of B: the sum is the referrer's.
            ("ABA", [2, 1, 0], "A 0.714285714285 7143 716, B 0.285714285714 2857 287"),
            // Old together: only the difference counts.
            ("AB", [3001, 3000], "A 0.333333333333 3333 334, B 0.666666666666 6667 669"),
            ("AB", [3000, 0], "B 0.999999999999 10000 1003"),
            ("AB", [9000, 0], "B 1.000000000000 10000 1003"),
        ] as [(String, [Int64], String)])
    func timeDecay(path: String, days: [Int64], expected: String) throws {
        let ages = days.map { $0 * Timestamp.day }
        #expect(try credits(path, ages: ages, under: policy(.timeDecay)).told == expected)
    }

    @Test("of parts that would tie, the smallest further touch decides, 4000 half-lives old")
    func smallestWeight() throws {
        let ages: [Int64] = [4500, 4000, 0, 0].map { $0 * Timestamp.day }
        // B's old touch is the older one, so a tie would be B's; A's weighs more.
        #expect(
            try credits("BAAB", ages: ages, amount: 1, under: policy(.timeDecay)).map(\.amount) == [0, 1])
        let negligible: [Int64] = [5002, 5001, 0, 0].map { $0 * Timestamp.day }
        #expect(
            try credits("BAAB", ages: negligible, amount: 1, under: policy(.timeDecay)).map(\.amount) == [1, 0])
    }

    @Test("powers in 64 bits and longer ones weigh the same")
    func widths() throws {
        let ages: [Int64] = [9, 7, 3, 1, 0].map { $0 * Timestamp.day + $0 }
        let narrow = try credits("ABABC", ages: ages, under: policy(.timeDecay))
        // A further touch, too old to weigh anything, makes the numbers long.
        let wide = try credits("ZABABC", ages: [4000 * Timestamp.day] + ages, under: policy(.timeDecay))
        #expect(narrow.told == wide.told)
    }

    @Test("moments and half-lives at the ends of 64 bits are weighed, not wrapped")
    func extremeTimes() {
        let moments = [Int64.min, 0, .max].map(Timestamp.init(milliseconds:))
        #expect(Attribution.timeDecay(moments, halfLife: .max).integers.map(\.bitWidth) == [54, 55, 56])
        #expect(Attribution.timeDecay(moments, halfLife: 1).integers == [0, 0, 1 << 53])
    }

    @Test(
        "position based with other shares",
        arguments: [
            (10_000, 0, "ABC", "A 1 10000 1003"), (0, 10_000, "ABC", "C 1 10000 1003"),
            (0, 0, "ABC", "B 1 10000 1003"), (0, 0, "AB", "A 1/2 5000 502, B 1/2 5000 501"),
            (3000, 6000, "AB", "A 1/3 3333 334, B 2/3 6667 669"), (0, 1, "AB", "B 1 10000 1003"),
            (5000, 5000, "ABC", "A 1/2 5000 502, C 1/2 5000 501"),
        ] as [(Int64, Int64, String, String)])
    func shares(first: Int64, last: Int64, path: String, expected: String) throws {
        var policy = policy(.positionBased)
        (policy.firstShare, policy.lastShare) = (BasisPoints(first), BasisPoints(last))
        #expect(try credits(path, under: policy).told == expected)
    }

    @Test("a referrer who gets no unit is not credited, and its touch is eligible")
    func withoutUnits() throws {
        let policy = policy(.timeDecay)
        let decision = try decide(
            [.example("old", by: "A", age: 40 * Timestamp.day), .example("new", by: "B", age: 0)], under: policy)
        #expect(decision.referrers == ["B"])
        #expect(decision.outcomes == ["old": "eligible", "new": "credited"])
    }

    @Test("A B A: each end is the touchpoint's, not the referrer's")
    func repeated() throws {
        #expect(try credits("ABA", under: policy(.firstTouch)).map(\.touchpoint) == ["t0"])
        #expect(try credits("ABA", under: policy(.lastTouch)).map(\.touchpoint) == ["t2"])
        #expect(try credits("ABA", under: policy(.linear)).map(\.touchpoint) == ["t2", "t1"])
    }

    @Test("in one millisecond the bytes of the ids decide")
    func ties() throws {
        let touchpoints: [Touchpoint] = [.example("t9", by: "A"), .example("t10", by: "B"), .example("Z", by: "C")]
        #expect(try decide(touchpoints, under: policy(.firstTouch)).referrers == ["C"])
        #expect(try decide(touchpoints).referrers == ["A"])
        #expect(try decide(touchpoints, under: policy(.linear)).referrers == ["C", "B", "A"])
    }

    @Test(
        "the whole amount is credited, whatever its sign and size, by every model",
        arguments: [0, 1, -1, 1003, -1003, .max, -.max, .min] as [Int64])
    func amounts(amount: Int64) throws {
        for model in AttributionModel.allCases {
            let credits = try credits("ABCABD", amount: amount, under: policy(model))
            #expect(credits.map(\.amount).reduce(0, +) == amount, "\(model)")
            #expect(credits.map(\.share.count).reduce(0, +) == 10_000, "\(model)")
        }
    }

    @Test("an odd unit says by which rule it was placed")
    func oddUnits() throws {
        let thirds = try credits("ABC", under: policy(.linear))
        #expect(thirds.map(\.oddShare) == [.earlierTouch, nil, nil])
        let unequal = try credits("AB", ages: [1, 0].map { $0 * Timestamp.day }, under: policy(.timeDecay))
        #expect(unequal.map(\.oddShare) == [nil, .largestRemainder])
        #expect(try credits("AB", amount: 2, under: policy(.linear)).map(\.oddAmount) == [nil, nil])
    }
}

extension Weights {
    fileprivate var integers: [BigUInt] {
        switch self {
        case .touchpoints(let weights), .powers(let weights), .referrers(let weights): weights.map { BigUInt($0) }
        case .widePowers(let weights), .wideReferrers(let weights, _): weights
        }
    }
}

extension [Credit] {
    /// `A 1/2 5000 502` each: referrer, weight, basis points, amount.
    fileprivate var told: String {
        map { "\($0.referrer.text) \($0.weight.text) \($0.share.count) \($0.amount)" }.joined(separator: ", ")
    }
}
