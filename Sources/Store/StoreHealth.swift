/// Whether the store takes what is written to it, as an operator wants to be told: when that changes, not with every
/// request.
package enum StoreHealth: Hashable, Sendable {
    /// From now on nothing is kept, and nothing acknowledged. Told again when the reason becomes another.
    case failing(StoreError)
    /// A commit went through again.
    case recovered
}

extension StoreError {
    /// Whether it is about the store and not about what was to be written.
    var isTrouble: Bool {
        switch self {
        case .full, .readOnly, .io, .outOfMemory, .corrupt, .locked, .misplaced: true
        case .constraint, .busy, .interrupted, .closed, .newerSchema, .changedMigration, .other: false
        }
    }

    /// Whether another error is the same trouble: SQLite has several texts for one disk that fails.
    func isLike(_ other: StoreError) -> Bool {
        switch (self, other) {
        case (.full, .full), (.readOnly, .readOnly), (.io, .io), (.outOfMemory, .outOfMemory), (.corrupt, .corrupt),
            (.locked, .locked):
            true
        default: self == other
        }
    }
}
