/// Randomness that is handed in, so that a test can hold it still.
package struct RandomSource: RandomNumberGenerator, Sendable {
    private let draw: @Sendable () -> UInt64

    package init(_ draw: @escaping @Sendable () -> UInt64) {
        self.draw = draw
    }

    package mutating func next() -> UInt64 {
        draw()
    }
}
