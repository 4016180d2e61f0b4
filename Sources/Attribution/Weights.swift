import Domain

/// What the policy's model gives each eligible touchpoint.
///
/// A model is a function of the eligible touchpoints, in the order (time, id), to exact integer weights: one for
/// each, none negative, their sum the common denominator, above zero and within 32 bits. Each has its file.
/// - Parameter eligible: in the order (time, id); for none the answer is empty.
/// - Source: ATTRIBUTION.md §4.
func weights(of eligible: [Touchpoint], under policy: AttributionPolicy) -> [Int64] {
    switch policy.model {
    case .firstTouch: firstTouch(eligible)
    case .lastTouch: lastTouch(eligible)
    }
}
