import Foundation

/// Several measurements of one thing. Never empty.
struct Spread {
    private let sorted: [Double]

    init(_ values: [Double]) {
        precondition(!values.isEmpty)
        sorted = values.sorted()
    }

    var median: Double { percentile(50) }
    var least: Double { percentile(0) }
    var most: Double { percentile(100) }

    /// The value that `percent` of a hundred do not exceed.
    func percentile(_ percent: Double) -> Double {
        sorted[min(sorted.count - 1, Int(Double(sorted.count) * percent / 100))]
    }

    /// `52 300 (51 100 to 53 000)`.
    func text(_ digits: Int) -> String {
        "\(median.text(digits)) (\(least.text(digits)) to \(most.text(digits)))"
    }
}

extension Double {
    /// With so many digits after the point.
    func text(_ digits: Int) -> String {
        String(format: "%.\(digits)f", self)
    }
}

/// How long a piece of work takes.
func milliseconds(_ work: () throws -> Void) rethrows -> Double {
    let start = ContinuousClock.now
    try work()
    return (ContinuousClock.now - start) / .milliseconds(1)
}
