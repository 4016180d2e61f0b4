/// Who earned a conversion, with the verdict on each touchpoint.
package struct Decision: Hashable, Sendable {
    /// In the order of each referrer's first eligible touchpoint. Empty when nobody earned.
    package let credits: [Credit]
    /// Every touchpoint once, in the order (time, id).
    package let verdicts: [TouchpointVerdict]
    /// The referrer the binding rule gave everything to, whatever the touchpoints say.
    package let bound: Identifier?

    package init(credits: [Credit], verdicts: [TouchpointVerdict], bound: Identifier?) {
        self.credits = credits
        self.verdicts = verdicts
        self.bound = bound
    }
}

/// One referrer's part of a conversion. All parts of a conversion sum to exactly the whole.
package struct Credit: Hashable, Sendable {
    package let referrer: Identifier
    package let share: BasisPoints
    /// The part of the conversion's amount, minor units.
    package let amount: Int64
    /// The touchpoint that earned it, the latest where there are several; nil where a binding did.
    package let touchpoint: Identifier?
    /// The part of one that its touchpoints have together, before any rounding.
    package let weight: Weight
    /// Whether rounding gave it one basis point more than its part rounded down, and by which rule.
    package let oddShare: OddUnit?
    /// The same for its part of the amount, in minor units.
    package let oddAmount: OddUnit?

    package init(
        referrer: Identifier, share: BasisPoints, amount: Int64, touchpoint: Identifier?, weight: Weight = .one,
        oddShare: OddUnit? = nil, oddAmount: OddUnit? = nil
    ) {
        self.referrer = referrer
        self.share = share
        self.amount = amount
        self.touchpoint = touchpoint
        self.weight = weight
        self.oddShare = oddShare
        self.oddAmount = oddAmount
    }
}

extension Sequence {
    /// Who has the largest share, the first of equal ones: `max` does not promise which it returns.
    package func leader(by share: (Element) -> BasisPoints) -> Element? {
        reduce(nil) { best, next in
            guard let best, share(best) >= share(next) else { return next }
            return best
        }
    }
}

package struct TouchpointVerdict: Hashable, Sendable {
    package let touchpoint: Touchpoint
    package let verdict: Verdict

    package init(touchpoint: Touchpoint, verdict: Verdict) {
        self.touchpoint = touchpoint
        self.verdict = verdict
    }
}

package enum Verdict: Hashable, Sendable {
    /// Eligible, and the model gave it this weight of the conversion, above zero.
    case credited(weight: Weight)
    /// Eligible, but the model gave it nothing.
    case eligible
    case excluded(ExclusionReason)
}
