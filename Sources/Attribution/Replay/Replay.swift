import Domain

/// History judged again: what each referrer had, and would have under other rules. Nobody's money moves.
///
/// Differences sum to 0, apart from what becomes or stops being unattributed.
/// - Source: ATTRIBUTION.md §9, What-if replay.
package struct Replay: Sendable {
    /// Basis points, 10 000 a conversion, and amounts by currency.
    package struct Sum: Hashable, Sendable {
        package private(set) var share: Int64 = 0
        /// Minor units; the nearest limit where a sum needs more than 64 bits.
        package private(set) var amounts: [Currency: Int64] = [:]

        package init() {}

        mutating func add(_ share: BasisPoints, _ amount: Int64, in currency: Currency?) {
            self.share += share.count
            if let currency { amounts[currency] = (amounts[currency] ?? 0).addingSaturating(amount) }
        }
    }

    package struct Side: Hashable, Sendable {
        package internal(set) var before = Sum()
        package internal(set) var after = Sum()
    }

    package private(set) var byReferrer: [Identifier: Side] = [:]
    package private(set) var credited = Side()
    package private(set) var unattributed = Side()
    package private(set) var conversions: Int64 = 0
    package private(set) var changed: Int64 = 0

    package init() {}

    /// - Parameters:
    ///   - currency: nil for a conversion without an amount.
    /// - Returns: whether somebody's part would be another one.
    package mutating func add(before: [Credit], after: [Credit], amount: Int64, in currency: Currency?) -> Bool {
        conversions += 1
        count(before, amount, currency, \.before)
        count(after, amount, currency, \.after)
        let differs = parts(before) != parts(after)
        if differs { changed += 1 }
        return differs
    }

    private mutating func count(
        _ credits: [Credit], _ amount: Int64, _ currency: Currency?, _ side: WritableKeyPath<Side, Sum>
    ) {
        if credits.isEmpty { unattributed[keyPath: side].add(.whole, amount, in: currency) }
        for credit in credits {
            byReferrer[credit.referrer, default: Side()][keyPath: side].add(credit.share, credit.amount, in: currency)
            credited[keyPath: side].add(credit.share, credit.amount, in: currency)
        }
    }

    private func parts(_ credits: [Credit]) -> [Identifier: [Int64]] {
        var parts: [Identifier: [Int64]] = [:]
        for credit in credits { parts[credit.referrer] = [credit.share.count, credit.amount] }
        return parts
    }
}
