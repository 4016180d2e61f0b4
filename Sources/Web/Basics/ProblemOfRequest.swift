import Wire

extension Problem {
    /// The words for bytes that are no acceptable request. The connection is closed after the answer.
    init(_ error: RequestError) {
        self.init(kind: Self.kind(of: error), detail: Self.detail(of: error))
        // RFC 9110 §15.5.16: codings that would do.
        if case .unsupportedContentCoding = error { fields = [Field(name: "Accept-Encoding", value: "gzip")] }
        if error.status == 503 { fields = [Field(name: "Retry-After", value: "1")] }
    }

    private static func kind(of error: RequestError) -> ProblemKind {
        switch error.status {
        case 408: .requestTimeout
        case 413: .bodyTooLarge
        case 414: .targetTooLong
        case 415: .unsupportedContent
        case 417: .expectationFailed
        case 431: .headTooLarge
        case 501: .notImplemented
        case 503: .unavailable
        case 505: .versionNotSupported
        default: .malformedRequest
        }
    }

    private static func detail(of error: RequestError) -> String {
        switch error {
        case .invalidByte(let byte, let offset):
            "The octet 0x\(byte < 16 ? "0" : "")\(String(byte, radix: 16)) may not stand at offset \(offset)."
        case .malformedRequestLine: "The request line must be a method, a target and a version, one space between."
        case .malformedTarget: "The target must be a path that begins with /, or an absolute URL."
        case .malformedEscape: "An escape in the path must be % and two hexadecimal digits, and all of it UTF-8 text."
        case .dotSegment: "The path must not have . or .. as a segment; send it resolved."
        case .unsupportedMethod: "The method is unknown here; use GET, HEAD, POST, PATCH, DELETE or OPTIONS."
        case .unsupportedVersion: "Use HTTP/1.1 or HTTP/1.0."
        case .requestLineTooLong(let limit): "The request line may have \(limit) bytes; shorten the URL."
        case .headTooLarge(let limit): "The header may have \(limit) bytes; send fewer or smaller cookies and fields."
        case .tooManyFields(let limit): "The header may have \(limit) fields; send fewer."
        case .malformedFieldName: "A field must be a name, a colon right after it, and a value."
        case .foldedField: "A field must stand on one line, not begin with a space."
        case .missingHost: "Send a Host field."
        case .repeatedHost: "Send one Host field, not more."
        case .malformedHost: "Host must be a name or an address, with or without a port from 0 to 65535."
        case .malformedLength: "Content-Length must be one plain number of at most 19 digits."
        case .conflictingLengths: "Send one Content-Length or Transfer-Encoding: chunked, not more."
        case .misplacedTransferCoding: "Transfer-Encoding must be chunked, once, in HTTP/1.1."
        case .unsupportedTransferCoding: "Of transfer codings only chunked is known."
        case .unsupportedExpectation: "Of expectations only 100-continue is known."
        case .unsupportedContentCoding: "Send the body plain or with Content-Encoding: gzip."
        case .malformedChunk: "A chunk must be its size in hexadecimal, its bytes, and an empty line."
        case .chunkExtensionsTooLong(let limit): "Chunk extensions may have \(limit) bytes; leave them out."
        case .trailersTooLarge(let limit): "The trailer may have \(limit) bytes; leave it out."
        case .malformedContentCoding: "The body is not the gzip that Content-Encoding says."
        case .bodyTooLarge(let limit): "The body may have \(limit) bytes; send less at once."
        case .decodedBodyTooLarge(let limit): "The body may have \(limit) bytes once it is unpacked; send less at once."
        case .cutShort: "The connection ended in the middle of the request; send all of it."
        case .headTimeout(let seconds): "The header did not come within \(seconds) seconds; send it faster."
        case .bodyTooSlow(let speed): "The body came at less than \(speed) bytes a second; send it faster."
        case .tooManyConnections(let limit):
            "There are \(limit) connections, which is all there may be. Try again soon, or use fewer at a time."
        case .tooManyConnectionsOfAddress(let limit):
            "There are \(limit) connections of this address, which is all it may have. Use fewer at a time."
        case .bodyTimeout(let seconds): "The body did not come within \(seconds) seconds; send it faster or in parts."
        }
    }
}
