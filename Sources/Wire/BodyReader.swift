/// Collects the body of one request, however it is framed and coded.
package struct BodyReader: Sendable {
    private enum Rest {
        case length(Int)  // bytes still to come
        case chunked(ChunkedDecoder)

        /// Takes the transfer coding off.
        mutating func take(_ bytes: Span<UInt8>, into content: inout [UInt8]) throws(RequestError) -> Int {
            switch self {
            case .length(let length):
                let taken = min(length, bytes.count)
                // Not reserved by what the client announces: it may announce a megabyte and send nothing.
                content.append(copying: bytes.extracting(0..<taken))
                self = .length(length - taken)
                return taken
            case .chunked(var decoder):
                self = .length(0)  // so that `decoder` is not copied
                defer { self = .chunked(decoder) }
                return try decoder.decode(bytes, into: &content)
            }
        }
    }

    private let unzipper: Unzipper?
    private var rest: Rest
    private var body: [UInt8] = []
    /// No byte of it has come.
    package private(set) var isUntouched = true

    package init(_ head: Head, limits: Limits) {
        unzipper = head.isGzipped ? Unzipper(limit: limits.decodedBodyBytes) : nil
        switch head.framing {
        case .none: rest = .length(0)
        case .length(let length): rest = .length(length)
        case .chunked: rest = .chunked(ChunkedDecoder(limits: limits))
        }
    }

    /// Takes what belongs to the body from the front of `bytes`.
    /// - Returns: how many bytes it took: all of them, unless the body is whole.
    package mutating func read(_ bytes: Span<UInt8>) throws(RequestError) -> Int {
        if !bytes.isEmpty { isUntouched = false }
        guard let unzipper else { return try rest.take(bytes, into: &body) }
        var coded: [UInt8] = []
        let taken = try rest.take(bytes, into: &coded)
        try unzipper.read(coded.span, into: &body)
        return taken
    }

    package var isDone: Bool {
        switch rest {
        case .length(let length): length == 0
        case .chunked(let decoder): decoder.isDone
        }
    }

    /// The body without its codings. Only once it is done.
    /// - Throws: `.malformedContentCoding`.
    package func finished() throws(RequestError) -> [UInt8] {
        try unzipper?.finish()
        return body
    }
}
