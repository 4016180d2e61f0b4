import Domain

/// Which touchpoint takes everything: the first, the last, or the only one; nil where the model divides.
///
/// Of two in one millisecond the one with the lower id is the earlier.
/// - Parameter eligible: in the order (time, id), at least one.
func winner(of eligible: Eligible, under model: AttributionModel) -> Int? {
    switch model {
    case .firstTouch: 0
    case .lastTouch: eligible.count - 1
    default: eligible.count == 1 ? 0 : nil
    }
}
