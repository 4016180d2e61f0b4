import Synchronization

/// Randomness that is handed in, so that a test can hold it still.
package struct RandomSource: RandomNumberGenerator, Sendable {
    private let draw: @Sendable () -> UInt64

    package init(_ draw: @escaping @Sendable () -> UInt64) {
        self.draw = draw
    }

    /// The system's, fit for secrets. Drawn from it by the half kilobyte: a click needs two numbers, and each draw is a
    /// call of the kernel.
    package static let system: RandomSource = {
        let drawn = Mutex<[UInt64]>([])
        return RandomSource {
            drawn.withLock { drawn in
                if drawn.isEmpty {
                    var generator = SystemRandomNumberGenerator()
                    drawn = (0..<64).map { _ in generator.next() }
                }
                return drawn.removeLast()
            }
        }
    }()

    package mutating func next() -> UInt64 {
        draw()
    }
}
