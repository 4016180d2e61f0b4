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

    /// Does it begin as a HEAD does? So far as the bytes that could not be read go.
    package var beginsWithHead: Bool {
        bytes[start...].drop { $0 == Octet.cr || $0 == Octet.lf }.starts(with: "HEAD ".utf8)
    }

    /// - Returns: whether a line ended in the new bytes.
    @discardableResult
    package mutating func append(_ new: Span<UInt8>) -> Bool {
        if start > 0, start == bytes.count || start > 4096 {
            bytes.removeSubrange(0..<start)
            start = 0
        }
        bytes.append(copying: new)
        return new.contains(Octet.lf)
    }

    package mutating func consume(_ length: Int) {
        start += length
        if start == bytes.count { removeAll() }
    }

    package mutating func removeAll() {
        bytes.removeAll(keepingCapacity: true)
        start = 0
    }

    /// Takes `spare`'s memory, if it has none of its own.
    package mutating func borrow(_ spare: inout [UInt8]) {
        if bytes.capacity == 0 { swap(&bytes, &spare) }
    }

    /// Gives its memory away when it holds nothing, and most of it when it holds little: most connections are idle, and
    /// one array serves all that are not.
    /// - Parameter spare: keeps its own memory if it has any.
    package mutating func giveBack(_ spare: inout [UInt8]) {
        guard bytes.capacity > 0 else { return }
        guard isEmpty else {
            if bytes.capacity > 2 * count + 1024 { compact(&spare) }
            return
        }
        removeAll()
        if spare.capacity == 0 { swap(&bytes, &spare) } else { bytes = [] }
    }

    /// Moves what it holds into an array of its size.
    private mutating func compact(_ spare: inout [UInt8]) {
        var rest = Array(bytes[start...])
        swap(&bytes, &rest)
        start = 0
        rest.removeAll(keepingCapacity: true)
        if spare.capacity == 0 { swap(&rest, &spare) }
    }

    /// Takes a head from the front, once it is whole.
    package mutating func takeHead(limits: Limits) throws(RequestError) -> Head? {
        guard
            case .complete(let head, let length) = try readHead(
                bytes.span.extracting(start..<bytes.count), limits: limits)
        else { return nil }
        consume(length)
        return head
    }

    /// Moves what belongs to the body into `body`.
    package mutating func move(to body: inout BodyReader) throws(RequestError) {
        let taken = try body.read(bytes.span.extracting(start..<bytes.count))
        consume(taken)
    }
}
