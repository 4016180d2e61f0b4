import Domain

/// The oldest eligible touchpoint earns everything; of two in one millisecond the one with the lower id.
func firstTouch(_ eligible: [Touchpoint]) -> [Int64] {
    eligible.indices.map { $0 == eligible.startIndex ? 1 : 0 }
}
