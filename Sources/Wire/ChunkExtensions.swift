/// Reads what may stand between a chunk's size and its line end, octet by octet, and drops it.
///
/// To the letter, although nothing of it is used: a reader that passes over everything up to the next line end, and
/// one that knows quoted strings, would see the chunk begin at different places.
/// - Source: RFC 9112 §7.1.1: `*( BWS ";" BWS name [ BWS "=" BWS ( token / quoted-string ) ] )`.
struct ChunkExtensions: Sendable {
    private enum State {
        case none  // right after the size
        case blank  // before the semicolon of an extension
        case nameStart
        case name
        case nameEnd
        case valueStart
        case token
        case quoted
        case escaped
        case quotedEnd
    }

    private var state = State.none

    /// May the line end here?
    var isWhole: Bool {
        switch state {
        case .none, .name, .token, .quotedEnd: true
        case .blank, .nameStart, .nameEnd, .valueStart, .quoted, .escaped: false
        }
    }

    /// - Parameter byte: anything but the CR that ends the line.
    mutating func take(_ byte: UInt8) throws(RequestError) {
        switch state {
        case .none, .blank, .quotedEnd:
            state = byte == Octet.semicolon ? .nameStart : try blank(byte, then: .blank)
        case .nameStart:
            state = byte.isToken ? .name : try blank(byte, then: .nameStart)
        case .name where byte.isToken, .token where byte.isToken:
            break
        case .name, .nameEnd:
            state = byte == Octet.equals ? .valueStart : try next(byte, blank: .nameEnd)
        case .valueStart:
            state = byte == Octet.quote ? .quoted : byte.isToken ? .token : try blank(byte, then: .valueStart)
        case .token:
            state = try next(byte, blank: .blank)
        case .quoted:
            guard byte.isFieldValue else { throw .malformedChunk }
            if byte == Octet.quote { state = .quotedEnd }
            if byte == Octet.backslash { state = .escaped }
        case .escaped:
            guard byte.isFieldValue else { throw .malformedChunk }
            state = .quoted
        }
    }

    /// Another extension, or a blank.
    private func next(_ byte: UInt8, blank state: State) throws(RequestError) -> State {
        byte == Octet.semicolon ? .nameStart : try blank(byte, then: state)
    }

    private func blank(_ byte: UInt8, then state: State) throws(RequestError) -> State {
        guard byte.isBlank else { throw .malformedChunk }
        return state
    }
}
