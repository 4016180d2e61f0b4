import Domain

/// The touchpoints of one journey that a model weighs, in the order (time, id): places in the journey's own list, since
/// copying a touchpoint takes longer than weighing it.
struct Eligible: Sendable {
    private let touchpoints: [Touchpoint]
    private let places: [Int]

    init(_ touchpoints: [Touchpoint], at places: [Int]) {
        self.touchpoints = touchpoints
        self.places = places
    }

    /// All of them.
    init(_ touchpoints: [Touchpoint]) {
        self.init(touchpoints, at: Array(touchpoints.indices))
    }

    var count: Int { places.count }
    var isEmpty: Bool { places.isEmpty }
    var moments: [Timestamp] { places.map { touchpoints[$0].at } }
    var referrers: [Identifier] { places.indices.map { referrer(of: $0) } }

    func id(of index: Int) -> Identifier { touchpoints[places[index]].id }

    func referrer(of index: Int) -> Identifier {
        // The filters leave no touchpoint without a referrer.
        guard let referrer = touchpoints[places[index]].referrer else {
            preconditionFailure("an eligible touchpoint has a referrer")
        }
        return referrer
    }
}
