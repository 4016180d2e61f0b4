import Attribution
import Domain
import TestSupport

extension Decision {
    /// What became of each touchpoint: `credited`, `eligible`, or why it was excluded.
    var outcomes: [Identifier: String] {
        Dictionary(uniqueKeysWithValues: verdicts.map { ($0.touchpoint.id, $0.verdict.word) })
    }

    var order: [Identifier] {
        verdicts.map(\.touchpoint.id)
    }

    var referrers: [Identifier] {
        credits.map(\.referrer)
    }
}

extension Verdict {
    var word: String {
        switch self {
        case .credited: "credited"
        case .eligible: "eligible"
        case .excluded(let reason): reason.rawValue
        }
    }
}

/// Judges touchpoints before the example conversion.
func decide(
    _ touchpoints: [Touchpoint], customer: JourneyCustomer = .example(), conversion: JourneyConversion = .example(),
    disqualified: Set<Identifier> = [], under policy: AttributionPolicy = .example()
) throws -> Decision {
    try Attribution.decide(
        .example(touchpoints, customer: customer, conversion: conversion), policy, disqualified: disqualified)
}
