/// Mints identifiers in rising order. One owner at a time: the writer.
///
/// A clock that stands still or steps back does not matter: the next identifier is then one above the last, and
/// takes its time from there until the clock has caught up.
package struct IDMinter: Sendable {
    static let sequenceBits: Int64 = 13
    static let nodeBits: Int64 = 8
    static let lowBits = sequenceBits + nodeBits
    private static let sequenceMask: Int64 = (1 << sequenceBits) - 1
    private static let nodeMask: Int64 = (1 << nodeBits) - 1

    private let node: Int64
    private var last: Int64

    /// - Parameters:
    ///   - node: 0...255, different for each process that mints into one store.
    ///   - last: the highest identifier in the store, 0 if there is none.
    package init(node: UInt8, last: Int64) {
        self.node = Int64(node)
        self.last = last
    }

    /// The time of the newest identifier, which a clock that stepped back has yet to reach.
    package var newest: Timestamp {
        Timestamp(milliseconds: last >> Self.lowBits)
    }

    package mutating func mint<Noun>(_ noun: Noun.Type, at now: Timestamp) -> ID<Noun> {
        ID(value: next(at: now))
    }

    private mutating func next(at now: Timestamp) -> Int64 {
        let lastTime = last >> Self.lowBits
        if now.milliseconds > lastTime {
            last = now.milliseconds << Self.lowBits | node << Self.sequenceBits
        } else if last & Self.sequenceMask == Self.sequenceMask || last >> Self.sequenceBits & Self.nodeMask != node {
            // The sequence is used up; or it is that of another node, and this one's in that millisecond is unknown.
            last = (lastTime + 1) << Self.lowBits | node << Self.sequenceBits
        } else {
            last =
                lastTime << Self.lowBits | node << Self.sequenceBits
                | ((last & Self.sequenceMask) + 1)
        }
        return last
    }
}
