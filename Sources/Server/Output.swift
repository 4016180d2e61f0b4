import DequeModule
import Wire

/// The answers of one connection that its client has not taken yet.
struct Output {
    /// A body at least this long is kept as it is, a shorter one is copied behind its head so that both leave at once.
    private static let ownSegmentBytes = 16 * 1024

    private var segments: Deque<[UInt8]> = []
    private var offset = 0  // bytes of the first segment that are sent

    private(set) var count = 0
    var isEmpty: Bool { count == 0 }

    mutating func append(_ bytes: [UInt8]) {
        withLast { $0.append(contentsOf: bytes) }
    }

    /// - Returns: how many bytes it became.
    mutating func append(_ response: Response, _ shape: ResponseShape, date: [UInt8]) -> Int {
        let before = count
        let sendsBody = response.sendsBody(shape)
        let isOwnSegment = sendsBody && response.body.count >= Self.ownSegmentBytes
        withLast {
            response.appendHead(to: &$0, shape, date: date)
            if sendsBody, !isOwnSegment { $0.append(contentsOf: response.body) }
        }
        if isOwnSegment {
            segments.append(response.body)
            count += response.body.count
        }
        return count - before
    }

    /// Writes until all is out or the client takes no more.
    /// - Returns: how many bytes went out; nil when the connection is broken.
    mutating func write(to socket: Socket) -> Int? {
        var written = 0
        while count > 0 {
            let transfer =
                segments.count > 1
                ? socket.send(segments[0], from: offset, then: segments[1]) : socket.send(segments[0], from: offset)
            guard case .bytes(let sent) = transfer else { return transfer == .wouldBlock ? written : nil }
            remove(sent)
            written += sent
        }
        return written
    }

    private mutating func remove(_ sent: Int) {
        count -= sent
        offset += sent
        while offset > 0, let first = segments.first, offset >= first.count {
            offset -= first.count
            // The usual answer fits into the array of the one before it.
            if segments.count == 1, first.capacity <= 4096 { break }
            segments.removeFirst()
        }
        if count == 0, !segments.isEmpty {
            offset = 0
            segments[0].removeAll(keepingCapacity: true)
        }
    }

    private mutating func withLast(_ change: (inout [UInt8]) -> Void) {
        if segments.isEmpty || segments[segments.count - 1].count >= Self.ownSegmentBytes { segments.append([]) }
        let last = segments.count - 1
        let before = segments[last].count
        change(&segments[last])
        count += segments[last].count - before
    }
}
