/// The steps that journeys took through a Markov chain, as counts.
///
/// A state is a window of `order` consecutive referrers, or a whole shorter journey; equal states in a row are one.
/// Referrers are numbers from 0 on.
/// - Source: ATTRIBUTION.md §6.1.
struct MarkovCounts: Sendable {
    struct Step: Hashable, Sendable {
        let from: Int32
        let to: Int32
    }

    let order: Int
    /// For each state: the referrers in it.
    private(set) var states: [[Int32]] = []
    /// For each state: the journeys that began, converted or were lost in it, and all steps out of it, ends included.
    private(set) var starts: [Int64] = []
    private(set) var conversions: [Int64] = []
    private(set) var visits: [Int64] = []
    private(set) var steps: [Step: Int64] = [:]
    private var numbers: [[Int32]: Int32] = [:]
    /// With an order of 1: the state of each referrer.
    private var single: [Int32?] = []

    init(order: Int64) {
        self.order = Int(clamping: order)
    }

    /// - Parameter path: at least one referrer.
    mutating func learn(_ path: [Int], converted: Bool) {
        let length = min(order, path.count)
        var last: Int32?
        for start in 0...(path.count - length) {
            let state =
                order == 1 ? state(ofReferrer: path[start]) : state(of: path[start..<(start + length)].map(Int32.init))
            if state == last { continue }
            if let last {
                steps[Step(from: last, to: state), default: 0] += 1
            } else {
                starts[Int(state)] += 1
            }
            visits[Int(state)] += 1
            last = state
        }
        if converted, let last { conversions[Int(last)] += 1 }
    }

    private mutating func state(ofReferrer referrer: Int) -> Int32 {
        while single.count <= referrer { single.append(nil) }
        if let known = single[referrer] { return known }
        let number = add([Int32(referrer)])
        single[referrer] = number
        return number
    }

    private mutating func state(of window: [Int32]) -> Int32 {
        if let known = numbers[window] { return known }
        let number = add(window)
        numbers[window] = number
        return number
    }

    private mutating func add(_ window: [Int32]) -> Int32 {
        states.append(window)
        starts.append(0)
        conversions.append(0)
        visits.append(0)
        return Int32(states.count - 1)
    }
}
