/// Takes the chunked transfer coding off a body, over as many calls as the bytes come in. Extensions and trailers are
/// checked, counted and dropped.
///
/// Trailer fields are never merged into the head's, whatever their names: none that is read here may come that late, and
/// a Content-Length, Transfer-Encoding, Host or Authorization there would say again what has been acted upon.
/// - Source: RFC 9112 §7.1, RFC 9110 §6.5.1.
package struct ChunkedDecoder: Sendable {
    private enum State {
        case firstDigit
        case digits
        case extensions
        case sizeLF
        case data
        case dataCR
        case dataLF
        case trailerStart
        case trailerName
        case trailerValue
        case trailerLF
        case lastLF
        case done
    }

    private let limits: Limits
    private var state = State.firstDigit
    private var chunk = 0  // bytes of the present chunk still to come
    private var digits = 0
    private var extensions = ChunkExtensions()
    private var extensionBytes = 0
    private var trailerBytes = 0
    private var total = 0

    package init(limits: Limits = Limits()) {
        self.limits = limits
    }

    /// The last chunk and the trailer section have been read; bytes after them belong to the next request.
    package var isDone: Bool { state == .done }

    /// Reads from the front of `bytes`, and appends what it decodes to `body`.
    /// - Returns: how many bytes it took: all of them, unless the body is done.
    /// - Throws: `.malformedChunk`, `.bodyTooLarge`, `.chunkExtensionsTooLong`, `.trailersTooLarge`, and for trailers
    ///   what a head's field lines may throw.
    package mutating func decode(_ bytes: Span<UInt8>, into body: inout [UInt8]) throws(RequestError) -> Int {
        var index = 0
        while index < bytes.count, state != .done {
            if state == .data {
                let taken = min(chunk, bytes.count - index)
                body.append(copying: bytes.extracting(index..<(index + taken)))
                index += taken
                chunk -= taken
                if chunk == 0 { state = .dataCR }
            } else {
                state = try after(bytes[index])
                index += 1
            }
        }
        return index
    }

    private mutating func after(_ byte: UInt8) throws(RequestError) -> State {
        switch state {
        case .firstDigit, .digits: return try afterSize(byte)
        case .extensions: return try afterExtensions(byte)
        case .sizeLF:
            guard byte == Octet.lf else { throw .malformedChunk }
            digits = 0
            return chunk == 0 ? .trailerStart : .data
        case .dataCR:
            guard byte == Octet.cr else { throw .malformedChunk }
            return .dataLF
        case .dataLF:
            guard byte == Octet.lf else { throw .malformedChunk }
            return .firstDigit
        case .trailerStart, .trailerName, .trailerValue, .trailerLF, .lastLF: return try afterTrailer(byte)
        case .data, .done: return state
        }
    }

    private mutating func afterSize(_ byte: UInt8) throws(RequestError) -> State {
        if let digit = byte.hexadecimalValue {
            digits += 1
            chunk = chunk * 16 + Int(digit)
            guard total + chunk <= limits.bodyBytes else { throw .bodyTooLarge(limit: limits.bodyBytes) }
            // A size of more digits than 64 bits have can only be padding.
            guard digits <= 16 else { throw .malformedChunk }
            return .digits
        }
        guard state == .digits else { throw .malformedChunk }
        total += chunk
        extensions = ChunkExtensions()
        return try afterExtensions(byte)
    }

    private mutating func afterExtensions(_ byte: UInt8) throws(RequestError) -> State {
        if byte == Octet.cr {
            guard extensions.isWhole else { throw .malformedChunk }
            return .sizeLF
        }
        extensionBytes += 1
        guard extensionBytes <= limits.chunkExtensionBytes
        else { throw .chunkExtensionsTooLong(limit: limits.chunkExtensionBytes) }
        try extensions.take(byte)
        return .extensions
    }

    private mutating func afterTrailer(_ byte: UInt8) throws(RequestError) -> State {
        trailerBytes += 1
        guard trailerBytes <= limits.trailerBytes else { throw .trailersTooLarge(limit: limits.trailerBytes) }
        switch state {
        case .trailerStart:
            if byte == Octet.cr { return .lastLF }
            guard !byte.isBlank else { throw .foldedField }
            guard byte.isToken else { throw .malformedFieldName }
            return .trailerName
        case .trailerName:
            if byte == Octet.colon { return .trailerValue }
            guard byte.isToken else { throw .malformedFieldName }
            return .trailerName
        case .trailerValue:
            if byte == Octet.cr { return .trailerLF }
            guard byte.isFieldValue else { throw .invalidByte(byte, offset: trailerBytes - 1) }
            return .trailerValue
        case .trailerLF:
            guard byte == Octet.lf else { throw .invalidByte(byte, offset: trailerBytes - 1) }
            return .trailerStart
        default:
            guard byte == Octet.lf else { throw .malformedChunk }
            return .done
        }
    }
}
