import DequeModule
import Wire

/// The answers of one connection that its client has not taken yet.
struct Output {
    /// A body at least this long is kept as it is, a shorter one is copied behind its head so that both leave at once.
    private static let ownSegmentBytes = 16 * 1024
    private static let spareBytes = 128 * 1024

    /// What goes out first; small answers are appended to it.
    private var first: [UInt8] = []
    private var offset = 0  // bytes of `first` that are sent
    private var others: Deque<[UInt8]> = []

    private(set) var count = 0
    var isEmpty: Bool { count == 0 }

    mutating func append(_ bytes: [UInt8]) {
        withLast { $0.append(contentsOf: bytes) }
    }

    /// - Returns: how many bytes it became.
    mutating func append(
        _ response: Response, _ shape: ResponseShape, id: RequestID, _ beginning: ResponseBeginning
    ) -> Int {
        let before = count
        guard response.body.count >= Self.ownSegmentBytes, response.sendsBody(shape) else {
            withLast { response.append(to: &$0, shape, id: id, beginning) }
            return count - before
        }
        withLast { response.appendHead(to: &$0, shape, id: id, beginning) }
        others.append(response.body)
        count += response.body.count
        return count - before
    }

    /// The same for an answer that is small.
    mutating func append(
        _ answer: PreparedAnswer, _ shape: ResponseShape, id: RequestID, _ beginning: ResponseBeginning
    ) -> Int {
        let before = count
        withLast { answer.append(to: &$0, shape, id: id, beginning) }
        return count - before
    }

    /// Writes until all is out or the client takes no more.
    /// - Returns: how many bytes went out; nil when the connection is broken.
    mutating func write(to socket: Socket) -> Int? {
        var written = 0
        while count > 0 {
            let transfer =
                others.isEmpty ? socket.send(first, from: offset) : socket.send(first, from: offset, then: others[0])
            guard case .bytes(let sent) = transfer else { return transfer == .wouldBlock ? written : nil }
            remove(sent)
            written += sent
        }
        return written
    }

    /// Takes `spare`'s memory, if it has none of its own.
    mutating func borrow(_ spare: inout [UInt8]) {
        if first.capacity == 0 { swap(&first, &spare) }
    }

    /// Gives its memory away when all is out: most connections are idle, and one array serves all that are not. What
    /// is kept takes no more than its size.
    /// - Parameter spare: keeps its own memory if it has any.
    mutating func giveBack(_ spare: inout [UInt8]) {
        guard first.capacity > 0 else { return }
        guard isEmpty else {
            if offset == 0, first.capacity > 2 * first.count + 1024 { first = Array(first[...]) }
            return
        }
        if spare.capacity == 0, first.capacity <= Self.spareBytes { swap(&first, &spare) } else { first = [] }
    }

    private mutating func remove(_ sent: Int) {
        count -= sent
        offset += sent
        while offset >= first.count, offset > 0 {
            offset -= first.count
            guard let next = others.popFirst() else {
                first.removeAll(keepingCapacity: true)
                return
            }
            first = next
        }
    }

    private mutating func withLast(_ change: (inout [UInt8]) -> Void) {
        if others.isEmpty, first.count < Self.ownSegmentBytes {
            let before = first.count
            change(&first)
            count += first.count - before
        } else {
            if others.isEmpty || others[others.count - 1].count >= Self.ownSegmentBytes { others.append([]) }
            let last = others.count - 1
            let before = others[last].count
            change(&others[last])
            count += others[last].count - before
        }
    }
}
