/// Collects the body of one request, however it is framed.
package struct BodyReader: Sendable {
    private enum Rest {
        case length(Int)  // bytes still to come
        case chunked(ChunkedDecoder)
    }

    private let limits: Limits
    private let isGzipped: Bool
    private var rest: Rest
    private var body: [UInt8] = []

    package init(_ head: Head, limits: Limits) {
        self.limits = limits
        isGzipped = head.isGzipped
        switch head.framing {
        case .none: rest = .length(0)
        case .length(let length): rest = .length(length)
        case .chunked: rest = .chunked(ChunkedDecoder(limits: limits))
        }
    }

    /// Takes what belongs to the body from the front of `bytes`.
    /// - Returns: how many bytes it took: all of them, unless the body is whole.
    package mutating func read(_ bytes: Span<UInt8>) throws(RequestError) -> Int {
        switch rest {
        case .length(let length):
            let taken = min(length, bytes.count)
            // Not reserved by what the client announces: it may announce a megabyte and send nothing.
            body.append(copying: bytes.extracting(0..<taken))
            rest = .length(length - taken)
            return taken
        case .chunked(var decoder):
            rest = .length(0)  // so that `decoder` is not copied
            defer { rest = .chunked(decoder) }
            return try decoder.decode(bytes, into: &body)
        }
    }

    package var isDone: Bool {
        switch rest {
        case .length(let length): length == 0
        case .chunked(let decoder): decoder.isDone
        }
    }

    /// The body without its content coding. Only once it is done.
    /// - Throws: `.malformedContentCoding`, `.bodyTooLarge`.
    package func decoded() throws(RequestError) -> [UInt8] {
        isGzipped && !body.isEmpty ? try gunzip(body, limit: limits.bodyBytes) : body
    }
}
