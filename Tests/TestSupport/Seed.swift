/// A random number generator that replays: the same number gives the same cases on every machine.
///
/// Name it in a failure: `#expect(sum == whole, "\(seed)")`.
/// - Source: SplitMix64, Steele, Lea, Flood: Fast Splittable Pseudorandom Number Generators (2014).
package struct Seed: RandomNumberGenerator, CustomStringConvertible {
    package let number: UInt64
    private var state: UInt64

    package init(_ number: UInt64) {
        self.number = number
        state = number
    }

    package mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ mixed >> 30) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ mixed >> 27) &* 0x94d0_49bb_1331_11eb
        return mixed ^ mixed >> 31
    }

    package var description: String { "seed \(number)" }
}

extension Seed {
    /// True `percent` times of a hundred.
    package mutating func chance(_ percent: Int) -> Bool {
        Int.random(in: 0..<100, using: &self) < percent
    }

    /// Not negative; small numbers come up as often as large ones.
    package mutating func magnitude() -> Int64 {
        Int64.random(in: 0...Int64.max, using: &self) >> Int64.random(in: 0...62, using: &self)
    }

    package mutating func pick<Element>(_ choices: [Element]) -> Element {
        choices[Int.random(in: choices.indices, using: &self)]
    }
}
