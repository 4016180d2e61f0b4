/// Journeys by the set of their distinct referrers.
struct ShapleyCounts: Sendable {
    struct Count: Sendable {
        var journeys: Int64 = 0
        var conversions: Int64 = 0
    }

    /// By the referrers' numbers, in ascending order.
    private(set) var bySet: [[Int]: Count] = [:]

    mutating func learn(_ path: [Int], converted: Bool) {
        let set = distinct(path)
        bySet[set, default: Count()].journeys += 1
        if converted { bySet[set, default: Count()].conversions += 1 }
    }

    private func distinct(_ path: [Int]) -> [Int] {
        path.count == 1 ? path : Set(path).sorted()
    }
}
