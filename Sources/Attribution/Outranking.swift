import Domain

extension Selection {
    /// Keeps the strongest tier of kinds in which a touchpoint is left.
    ///
    /// It comes after every other rule, so that an expired code, or the customer's own, outranks nothing.
    /// - Source: ATTRIBUTION.md §3.3.
    mutating func excludeOutranked(by precedence: Precedence) {
        let kinds = Set(eligible.map(\.kind))
        guard let strongest = precedence.tiers.first(where: { !$0.isDisjoint(with: kinds) }) else { return }
        exclude { strongest.contains($0.kind) ? nil : .outranked }
    }
}
