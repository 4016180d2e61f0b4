import BigInt
import Domain

/// A conversion divided between the referrers by the weights of their touchpoints.
///
/// The whole is divided once in basis points and, on its own, once in minor units: the amount is not computed from
/// rounded shares.
/// - Source: ATTRIBUTION.md §5.
struct Division {
    /// In the order of each referrer's first eligible touchpoint; nobody who gets neither a basis point nor a unit.
    let credits: [Credit]
    /// One for each eligible touchpoint; nil where its referrer is not credited, or not for it.
    let weights: [Weight?]

    /// - Parameters:
    ///   - amount: minor units; a negative one gives the mirror of the positive.
    ///   - eligible: in the order (time, id); of none comes nothing.
    init(
        of amount: Int64, between eligible: Eligible, under policy: AttributionPolicy, effects: Effects?
    ) {
        guard !eligible.isEmpty else {
            (credits, weights) = ([], [])
            return
        }
        if let winner = winner(of: eligible, under: policy.model) {
            credits = [
                Credit(
                    referrer: eligible.referrer(of: winner), share: .whole, amount: amount,
                    touchpoint: eligible.id(of: winner))
            ]
            weights = (0..<eligible.count).map { $0 == winner ? .one : nil }
            return
        }
        let owners = Owners(of: eligible)
        let parts = Parts(
            Attribution.weights(of: eligible, by: owners.referrers, under: policy, effects: effects), owners)
        let shares = parts.apportion(BasisPoints.whole.count)
        let amounts = parts.apportion(amount)

        var weights: [Weight?] = Array(repeating: nil, count: eligible.count)
        var latest = Array(repeating: -1, count: owners.referrers.count)
        for index in weights.indices {
            let place = owners.places[index]
            guard shares.parts[place] != 0 || amounts.parts[place] != 0,
                let weight = parts.weight(ofTouchpoint: index)
            else { continue }
            weights[index] = weight
            latest[place] = index
        }
        self.weights = weights
        var credits: [Credit] = []
        credits.reserveCapacity(latest.count)
        for (place, touchpoint) in latest.enumerated() where touchpoint >= 0 {
            credits.append(
                Credit(
                    referrer: owners.referrers[place], share: BasisPoints(shares.parts[place]),
                    amount: amounts.parts[place], touchpoint: eligible.id(of: touchpoint),
                    weight: parts.weight(ofReferrer: place), oddShare: shares.oddUnits[place],
                    oddAmount: amounts.oddUnits[place]))
        }
        self.credits = credits
    }
}

/// The referrers of touchpoints, each once, in the order of its first one.
private struct Owners {
    private(set) var referrers: [Identifier] = []
    /// For each touchpoint: where in `referrers` its own stands.
    private(set) var places: [Int] = []
    /// For each referrer: how many touchpoints it has.
    var counts: [UInt64] {
        var counts = Array(repeating: UInt64(0), count: referrers.count)
        for place in places { counts[place] += 1 }
        return counts
    }

    init(of touchpoints: Eligible) {
        places.reserveCapacity(touchpoints.count)
        referrers.reserveCapacity(min(touchpoints.count, 8))
        // Most journeys have a few referrers, and comparing these takes less than hashing.
        var known: [Identifier: Int] = [:]
        for index in 0..<touchpoints.count {
            let referrer = touchpoints.referrer(of: index)
            let isShort = referrers.count < 8
            if let place = isShort ? referrers.firstIndex(of: referrer) : known[referrer] {
                places.append(place)
            } else {
                places.append(referrers.count)
                referrers.append(referrer)
                if referrers.count == 8 {
                    for (place, referrer) in referrers.enumerated() { known[referrer] = place }
                } else if referrers.count > 8 {
                    known[referrer] = places.last
                }
            }
        }
    }
}

/// The weights of referrers, of integers as long as they need be.
private struct Parts {
    private enum Numbers {
        case narrow([UInt64], whole: UInt64, isDecimal: Bool)
        case wide([BigUInt], whole: BigUInt, tolerance: BigUInt)

        /// - Returns: nil for no weight.
        func weight(at index: Int, dividedBy count: UInt64) -> Weight? {
            switch self {
            case .narrow(let weights, _, _) where weights[index] == 0: nil
            case .narrow(let weights, let whole, false): .exact(Fraction(Int64(weights[index]), Int64(whole * count)))
            case .narrow(let weights, let whole, true): .decimal(trillionths: trillionths(weights[index], of: whole))
            case .wide(let weights, let whole, _):
                weights[index] == 0
                    ? nil
                    : .decimal(
                        trillionths: Int64(weights[index] * BigUInt(Weight.trillion) / (whole * BigUInt(count))))
            }
        }
    }

    private let ofReferrers: Numbers
    /// nil where a referrer's touchpoints have equal parts of its weight.
    private let ofTouchpoints: Numbers?
    private let owners: Owners
    /// Where it is asked for: how many touchpoints divide a referrer's weight.
    private let counts: [UInt64]

    init(_ weights: Weights, _ owners: Owners) {
        self.owners = owners
        switch weights {
        case .touchpoints(let weights): (ofReferrers, ofTouchpoints) = Self.narrow(weights, owners, isDecimal: false)
        case .powers(let weights): (ofReferrers, ofTouchpoints) = Self.narrow(weights, owners, isDecimal: true)
        case .widePowers(let weights):
            let sums = sums(weights, owners)
            let whole = sums.reduce(0, +)
            ofReferrers = .wide(sums, whole: whole, tolerance: 0)
            ofTouchpoints = .wide(weights, whole: whole, tolerance: 0)
        case .referrers(let weights):
            ofReferrers = .narrow(weights, whole: weights.reduce(0, +), isDecimal: false)
            ofTouchpoints = nil
        case .wideReferrers(let weights, let tolerance):
            ofReferrers = .wide(weights, whole: weights.reduce(0, +), tolerance: tolerance)
            ofTouchpoints = nil
        }
        counts = ofTouchpoints == nil ? owners.counts : []
    }

    private static func narrow(_ weights: [UInt64], _ owners: Owners, isDecimal: Bool) -> (Numbers, Numbers) {
        let sums = sums(weights, owners)
        let whole = sums.reduce(0, +)
        return (
            .narrow(sums, whole: whole, isDecimal: isDecimal), .narrow(weights, whole: whole, isDecimal: isDecimal)
        )
    }

    func apportion(_ total: Int64) -> Apportionment {
        switch ofReferrers {
        case .narrow(let weights, _, _): Domain.apportion(total, by: weights)
        case .wide(let weights, let whole, let tolerance):
            Attribution.apportion(total, by: weights, of: whole, tolerance: tolerance)
        }
    }

    func weight(ofReferrer place: Int) -> Weight {
        ofReferrers.weight(at: place, dividedBy: 1) ?? .exact(Fraction(0, 1))
    }

    /// - Returns: nil for no weight.
    func weight(ofTouchpoint index: Int) -> Weight? {
        if let ofTouchpoints { return ofTouchpoints.weight(at: index, dividedBy: 1) }
        let place = owners.places[index]
        return ofReferrers.weight(at: place, dividedBy: counts[place])
    }
}

private func sums<Number: BinaryInteger>(_ weights: [Number], _ owners: Owners) -> [Number] {
    var sums: [Number] = Array(repeating: 0, count: owners.referrers.count)
    for (index, weight) in weights.enumerated() {
        sums[owners.places[index]] += weight
    }
    return sums
}

private func trillionths(_ part: UInt64, of whole: UInt64) -> Int64 {
    Int64(whole.dividingFullWidth(part.multipliedFullWidth(by: UInt64(Weight.trillion))).quotient)
}
