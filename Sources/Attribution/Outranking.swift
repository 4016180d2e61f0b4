import Domain

extension Selection {
    /// Keeps the strongest rank of kinds in which a touchpoint is left.
    ///
    /// It comes after every other rule, so that an expired code, or the customer's own, outranks nothing.
    /// - Source: ATTRIBUTION.md §3.3.
    mutating func excludeOutranked(by precedence: Precedence) {
        guard precedence != .all, let strongest = least({ precedence.rank(of: $0.kind) }) else { return }
        exclude { precedence.rank(of: $0.kind) == strongest ? nil : .outranked }
    }
}
