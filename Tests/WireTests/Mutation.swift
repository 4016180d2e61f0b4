import TestSupport

extension Seed {
    /// One of `entries` with a few random changes: octets flipped, put in, left out or repeated, or its end replaced by
    /// that of another entry. Which octets come in is weighted towards those that mean something.
    mutating func mutated(_ entries: [[UInt8]]) -> [UInt8] {
        var bytes = pick(entries)
        for _ in 0..<Int.random(in: 1...4, using: &self) {
            let at = Int.random(in: 0...bytes.count, using: &self)
            let end = min(bytes.count, at + Int.random(in: 1...8, using: &self))
            switch Int.random(in: 0..<6, using: &self) {
            case 0 where at < end: bytes[at] ^= 1 << UInt8.random(in: 0..<8, using: &self)
            case 1 where at < end: bytes[at] = octet()
            case 2: bytes.insert(octet(), at: at)
            case 3: bytes.removeSubrange(at..<end)
            case 4: bytes.insert(contentsOf: Array(bytes[at..<end]), at: at)
            default: bytes = bytes[..<at] + pick(entries).suffix(Int.random(in: 0...40, using: &self))
            }
        }
        return bytes
    }

    private mutating func octet() -> UInt8 {
        chance(30)
            ? UInt8.random(in: 0...255, using: &self) : pick(Array("\r\n\0\t :;,=\"\\%./?#*@[]09aFxX\u{7F}".utf8))
    }
}
