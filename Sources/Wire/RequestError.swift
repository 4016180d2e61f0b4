/// Why a client's bytes are no acceptable request. Facts only; who answers chooses the words.
/// The connection is closed after each of them, since where the next request begins is no longer sure.
package enum RequestError: Error, Hashable, Sendable {
    /// An octet that may not stand there: NUL and other controls, a CR without LF, an LF without CR.
    /// `offset` counts from the first byte of the head, chunk line or trailer section.
    case invalidByte(UInt8, offset: Int)
    /// Not `method SP target SP version`. RFC 9112 §3.
    case malformedRequestLine
    /// A target that is neither `/…`, nor `http(s)://…`, nor `*` for OPTIONS. RFC 9112 §3.2.
    case malformedTarget
    /// An escape in the path that has no two digits, or decodes to a control octet or to what is no UTF-8.
    case malformedEscape
    /// A `.` or `..` in the path, escaped or not: clients take these out before they send. RFC 3986 §5.2.4.
    case dotSegment
    /// A method we do not know, or CONNECT: nothing here is a tunnel. RFC 9110 §9.1.
    case unsupportedMethod
    case unsupportedVersion
    case requestLineTooLong(limit: Int)  // bytes
    case headTooLarge(limit: Int)  // bytes
    case tooManyFields(limit: Int)
    /// No colon, an empty name, or one that is no token (a space before the colon too). RFC 9112 §5.1.
    case malformedFieldName
    /// A field line that begins with a space or tab. RFC 9112 §5.2.
    case foldedField
    case missingHost
    case repeatedHost
    case malformedHost
    /// A Content-Length which is not one plain number of at most 19 digits. RFC 9110 §8.6.
    case malformedLength
    /// More than one Content-Length, or one beside Transfer-Encoding. RFC 9112 §6.3.
    case conflictingLengths
    /// A Transfer-Encoding that is not just `chunked`, once: nothing, an empty element, `chunked` twice or before
    /// another coding; or one in HTTP/1.0. RFC 9112 §6.1.
    case misplacedTransferCoding
    case unsupportedTransferCoding
    case unsupportedExpectation
    case unsupportedContentCoding
    case malformedChunk
    case chunkExtensionsTooLong(limit: Int)  // bytes
    case trailersTooLarge(limit: Int)  // bytes
    /// The body is not the gzip that its Content-Encoding says.
    case malformedContentCoding
    case bodyTooLarge(limit: Int)  // bytes
    /// What a content coding held is more than it may be.
    case decodedBodyTooLarge(limit: Int)  // bytes
    /// The client said that it is done sending, in the middle of a request.
    case cutShort
    case headTimeout(seconds: Int)
    case bodyTimeout(seconds: Int)
    case bodyTooSlow(bytesPerSecond: Int)  // the least speed
    /// More connections at a time than there may be: of all clients, or of this address.
    case tooManyConnections(limit: Int)
    case tooManyConnectionsOfAddress(limit: Int)

    /// The status to answer with.
    package var status: Int {
        switch self {
        case .invalidByte, .malformedRequestLine, .malformedTarget, .malformedEscape, .dotSegment, .malformedFieldName,
            .foldedField, .missingHost, .repeatedHost, .malformedHost, .malformedLength, .conflictingLengths,
            .misplacedTransferCoding, .malformedChunk, .chunkExtensionsTooLong, .malformedContentCoding, .cutShort:
            400
        case .headTimeout, .bodyTimeout, .bodyTooSlow: 408
        case .bodyTooLarge, .decodedBodyTooLarge: 413
        case .requestLineTooLong: 414
        case .unsupportedContentCoding: 415
        case .unsupportedExpectation: 417
        case .headTooLarge, .tooManyFields, .trailersTooLarge: 431
        case .unsupportedMethod, .unsupportedTransferCoding: 501
        case .tooManyConnections, .tooManyConnectionsOfAddress: 503
        case .unsupportedVersion: 505
        }
    }
}
