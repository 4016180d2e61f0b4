/// Bytes of one connection that have come and are not used yet.
package struct InputBuffer: Sendable {
    private var bytes: [UInt8] = []
    private var start = 0

    package init() {}

    package var count: Int { bytes.count - start }
    package var isEmpty: Bool { count == 0 }

    /// Nothing but line ends: what may stand before a request without being one.
    package var hasOnlyLineEnds: Bool {
        bytes[start...].allSatisfy { $0 == Octet.cr || $0 == Octet.lf }
    }

    /// - Returns: whether a line ended in the new bytes.
    @discardableResult
    package mutating func append(_ new: Span<UInt8>) -> Bool {
        if start > 0, start == bytes.count || start > 4096 {
            bytes.removeSubrange(0..<start)
            start = 0
        }
        bytes.append(copying: new)
        for index in 0..<new.count where new[index] == Octet.lf { return true }
        return false
    }

    package mutating func consume(_ length: Int) {
        start += length
        if start == bytes.count { removeAll() }
    }

    /// Keeps a small array for the next request, and gives a large one back: most connections are idle.
    package mutating func removeAll() {
        bytes.removeAll(keepingCapacity: bytes.capacity <= 4096)
        start = 0
    }

    package func readHead(limits: Limits) throws(RequestError) -> Reading<Head> {
        try Wire.readHead(bytes.span.extracting(start..<bytes.count), limits: limits)
    }

    /// Moves what belongs to the body into `body`.
    package mutating func move(to body: inout BodyReader) throws(RequestError) {
        let taken = try body.read(bytes.span.extracting(start..<bytes.count))
        consume(taken)
    }
}
