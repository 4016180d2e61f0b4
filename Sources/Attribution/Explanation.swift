import Domain

/// What earned a credit, in one short clause: `last human click in 30 days`, `bound by an earlier conversion`.
/// - Parameter conversion: when the conversion was, so that a code typed in its very act is told as such.
package func because(
    _ credit: Credit, in decision: Decision, at conversion: Timestamp? = nil, under policy: AttributionPolicy
) -> String {
    guard let id = credit.touchpoint,
        let touchpoint = decision.verdicts.first(where: { $0.touchpoint.id == id })?.touchpoint
    else { return "bound by an earlier conversion" }
    if touchpoint.kind == .code, touchpoint.at == conversion { return "code typed at checkout" }
    return policy.model.clause(about: touchpoint.kind.words + policy.window(of: touchpoint).words)
}

/// The decision as sentences to read out: one for each touchpoint, in the order of time, one that sums up, and one for
/// each unit that rounding left over.
///
/// Referrers are named by their identifier; the customer is not named.
package func sentences(
    _ decision: Decision, at conversion: Timestamp, under policy: AttributionPolicy
) -> [String] {
    let touchpoints = decision.verdicts.map { entry in
        let age = conversion.milliseconds(since: entry.touchpoint.at)
        let verdict = words(for: entry, in: decision, under: policy)
        return "\(subject(entry.touchpoint)), \(moment(age: age)), \(verdict)."
    }
    return touchpoints + [summary(decision, at: conversion, under: policy)] + oddUnits(decision)
}

private func summary(_ decision: Decision, at conversion: Timestamp, under policy: AttributionPolicy) -> String {
    guard !decision.credits.isEmpty else {
        return decision.verdicts.isEmpty
            ? "Nobody is credited: there is no touchpoint." : "Nobody is credited: no touchpoint counted."
    }
    let parts = decision.credits.map { credit in
        let clause = because(credit, in: decision, at: conversion, under: policy)
        return "\(credit.share.percent) to \(credit.referrer.text) (\(clause))"
    }
    return "The conversion is credited \(parts.joined(separator: ", "))."
}

/// Who got what rounding down left over, and by which rule.
private func oddUnits(_ decision: Decision) -> [String] {
    func told(_ unit: String, _ rule: KeyPath<Credit, OddUnit?>) -> [String] {
        decision.credits.compactMap { credit in
            credit[keyPath: rule].map { rule in
                "Rounding down left \(unit), which goes to \(credit.referrer.text): \(rule.words)."
            }
        }
    }
    return told("a basis point", \.oddShare) + told("a minor unit of the amount", \.oddAmount)
}

private func words(for entry: TouchpointVerdict, in decision: Decision, under policy: AttributionPolicy) -> String {
    switch entry.verdict {
    case .credited(let weight):
        weight.isWhole ? "earned the whole conversion" : "earned \(weight.text) of the conversion"
    case .eligible:
        "could have earned, but \(policy.model.rule)"
    case .excluded(let reason):
        "did not count: \(words(for: reason, entry.touchpoint, in: decision, under: policy))"
    }
}

private func words(
    for reason: ExclusionReason, _ touchpoint: Touchpoint, in decision: Decision, under policy: AttributionPolicy
) -> String {
    switch reason {
    case .noReferrer: "no referrer is known for it"
    case .afterConversion: "it came after the conversion"
    case .outsideWindow: "it is older than its window\(policy.window(of: touchpoint).length)"
    case .ineligibleKind: "the program does not credit this kind"
    case .selfReferral: "customers cannot refer themselves"
    case .disqualifiedReferrer: "this referrer may not be credited"
    case .consumed: "an earlier conversion has already used it"
    case .existingCustomer: "only new customers count, and this one had bought before it"
    case .bound: "an earlier conversion bound the customer to \(decision.bound?.text ?? "another referrer")"
    case .duplicate: "it repeats one shortly before it"
    case .outranked: "a stronger kind of touchpoint was there"
    case .invalidClickToken: "its click token is invalid or has expired"
    case .notHuman: "no human made it"
    case .programNotActive: "the program was not active"
    case .unknownCode: "nobody has this code"
    }
}

/// `The click on a link of ref_ada`.
private func subject(_ touchpoint: Touchpoint) -> String {
    guard let referrer = touchpoint.referrer?.text else {
        return switch touchpoint.kind {
        case .click: "The click without a referrer"
        case .code: "The code without a referrer"
        case .view: "The page view without a referrer"
        case .signup: "The signup without a referrer"
        case .other(let word): "The \(word.text) without a referrer"
        }
    }
    return switch touchpoint.kind {
    case .click: "The click on a link of \(referrer)"
    case .code: "The code of \(referrer)"
    case .view: "The view of a share page of \(referrer)"
    case .signup: "The signup through \(referrer)"
    case .other(let word): "The \(word.text) of \(referrer)"
    }
}

private func moment(age: Int64) -> String {
    switch age {
    case 0: "at the conversion"
    case 1...: "\(roughly(age.magnitude)) before the conversion"
    default: "\(roughly(age.magnitude)) after the conversion"
    }
}

extension AttributionModel {
    /// What a credit rests on: `last human click in 30 days`.
    fileprivate func clause(about touchpoint: String) -> String {
        switch self {
        case .firstTouch: "first \(touchpoint)"
        case .lastTouch: "last \(touchpoint)"
        case .linear: "\(touchpoint), every touch the same"
        case .linearDistinct: "\(touchpoint), every referrer the same"
        case .positionBased: "\(touchpoint), by its position"
        case .timeDecay: "\(touchpoint), by its age"
        case .markov: "\(touchpoint), by removal effect"
        case .shapley: "\(touchpoint), by Shapley value"
        }
    }

    /// Why an eligible touchpoint earned nothing.
    fileprivate var rule: String {
        switch self {
        case .firstTouch: "the first one earns everything"
        case .lastTouch: "the last one earns everything"
        case .positionBased: "its position earns nothing"
        case .linear, .linearDistinct, .timeDecay, .markov, .shapley: "its part is less than can be paid"
        }
    }
}

extension OddUnit {
    fileprivate var words: String {
        switch self {
        case .largestRemainder: "no other part has a larger fraction left"
        case .earlierTouch: "other parts have the same fraction left, and this referrer was touched earlier"
        }
    }
}

extension Weight {
    fileprivate var isWhole: Bool { self == .one || self == .decimal(trillionths: Self.trillion) }
}

extension TouchpointKind {
    fileprivate var words: String {
        switch self {
        case .click: "human click"
        case .code: "code typed"
        case .view: "view of a share page"
        case .signup: "signup"
        case .other(let word): word.text
        }
    }
}

extension Lookback {
    /// ` in 30 days`, to follow what was in it; nothing where there is no limit.
    fileprivate var words: String {
        switch self {
        case .unlimited: ""
        case .milliseconds(0): " in the moment of the conversion"
        case .milliseconds(let limit): " in \(exactly(limit.magnitude))"
        }
    }

    /// ` of 30 days`, to follow the window; nothing where there is no limit.
    fileprivate var length: String {
        switch self {
        case .unlimited: ""
        case .milliseconds(let limit): " of \(exactly(limit.magnitude))"
        }
    }
}

extension BasisPoints {
    /// `100%`, `46.67%`.
    fileprivate var percent: String {
        let (ones, hundredths) = count.quotientAndRemainder(dividingBy: 100)
        if hundredths == 0 { return "\(ones)%" }
        return "\(ones).\(hundredths < 10 ? "0" : "")\(hundredths)%"
    }
}
