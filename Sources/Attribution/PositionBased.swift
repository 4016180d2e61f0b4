import Domain

/// The first and the last touchpoint earn a share each, those between divide the rest: 40/20/40 unless said otherwise.
///
/// Of two touchpoints each earns in the proportion of the two shares. Position is a touchpoint's, not a referrer's.
/// - Parameters: of the first and of the last, together at most the whole.
func positionBased(_ count: Int, first: BasisPoints, last: BasisPoints) -> [UInt64] {
    let (first, last) = (UInt64(first.count), UInt64(last.count))
    switch count {
    case 0: return []
    case 1: return [1]
    case 2: return first + last == 0 ? [1, 1] : [first, last]
    default:
        let between = UInt64(count - 2)
        let rest = UInt64(BasisPoints.whole.count) - first - last
        return [first * between] + Array(repeating: rest, count: count - 2) + [last * between]
    }
}
