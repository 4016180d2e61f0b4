import Foundation

/// Choices of which a few are taken most of the time: the second half as often as the first, the third a third as often.
struct Zipf {
    /// For each choice, how often it or one before it is taken, of the last one's.
    private let upTo: [Double]

    init(count: Int) {
        var sum = 0.0
        upTo = (1...count).map { rank in
            sum += 1 / Double(rank)
            return sum
        }
    }

    /// - Returns: a number below the count.
    func pick(using random: inout some RandomNumberGenerator) -> Int {
        let wanted = Double.random(in: 0..<(upTo.last ?? 1), using: &random)
        var (low, high) = (0, upTo.count - 1)
        while low < high {
            let middle = (low + high) / 2
            if upTo[middle] > wanted { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
