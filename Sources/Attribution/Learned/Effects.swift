import BigInt
import Domain

/// What a learned model gives each referrer, whatever the journey: the weights inside one.
package struct Effects: Sendable {
    private let weights: [Identifier: BigUInt]
    private let tolerance: BigUInt

    /// - Parameter tolerance: what a weight may be off, in its own unit; 0 where they are exact.
    init(_ weights: [Identifier: BigUInt], tolerance: BigUInt) {
        self.weights = weights
        self.tolerance = tolerance
    }

    /// - Returns: the same for all where none of them has an effect, and where none was learned from.
    func weights(of referrers: [Identifier]) -> Weights {
        let found = referrers.map { weights[$0] ?? 0 }
        guard found.contains(where: { !$0.isZero }) else {
            return .referrers(Array(repeating: 1, count: referrers.count))
        }
        return .wideReferrers(found, tolerance: tolerance)
    }
}
