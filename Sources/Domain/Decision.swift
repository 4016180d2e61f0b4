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

    package init(referrer: Identifier, share: BasisPoints, amount: Int64, touchpoint: Identifier?) {
        self.referrer = referrer
        self.share = share
        self.amount = amount
        self.touchpoint = touchpoint
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
    case credited(weight: Fraction)
    /// Eligible, but the model gave it nothing.
    case eligible
    case excluded(ExclusionReason)
}

/// An exact share, such as 1/3.
package struct Fraction: Hashable, Sendable {
    package let numerator: Int64
    package let denominator: Int64

    package init(_ numerator: Int64, _ denominator: Int64) {
        precondition(denominator > 0, "a denominator is above zero")
        self.numerator = numerator
        self.denominator = denominator
    }

    package static let one = Fraction(1, 1)
}
