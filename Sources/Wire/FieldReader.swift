/// Collects the field lines of one head, and what those say that concern the connection itself.
struct FieldReader {
    private(set) var lines: [Fields.Line] = []

    private let start: Int  // the request line's offset
    private let version: Version
    private var host: Int?  // its place in `lines`
    private var length: Range<Int>?
    private var isChunked = false
    private var isGzipped = false
    private var saysClose = false
    private var saysKeepAlive = false
    private var expectsContinue = false

    init(start: Int, version: Version) {
        self.start = start
        self.version = version
        lines.reserveCapacity(16)
    }

    /// Reads one line without its line end; its octets may all stand in a field's value.
    /// - Source: RFC 9112 §5.
    mutating func read(_ bytes: Span<UInt8>, _ line: Range<Int>) throws(RequestError) {
        var colon = line.lowerBound
        while colon < line.upperBound, bytes[colon].isToken { colon += 1 }
        guard !bytes[line.lowerBound].isBlank else { throw .foldedField }
        guard colon > line.lowerBound, colon < line.upperBound, bytes[colon] == Octet.colon
        else { throw .malformedFieldName }
        let name = line.lowerBound..<colon
        let value = bytes.trimmed((colon + 1)..<line.upperBound)
        try note(bytes, name, value)
        lines.append(Fields.Line(name: offsets(name), value: offsets(value)))
    }

    /// Most names differ in length from all of these, so most lines cost one switch.
    private mutating func note(_ bytes: Span<UInt8>, _ name: Range<Int>, _ value: Range<Int>) throws(RequestError) {
        switch name.count {
        case 4 where bytes.equals(name, "host"):
            guard host == nil else { throw .repeatedHost }
            // Empty where the target has no authority. RFC 9110 §7.2.
            guard value.isEmpty || isHost(bytes, value) else { throw .malformedHost }
            host = lines.count
        case 6 where bytes.equals(name, "expect"):
            // An HTTP/1.0 client cannot wait for a 100, so what it expects is ignored. RFC 9110 §10.1.1.
            guard version == .http11 else { return }
            guard bytes.equals(value, "100-continue") else { throw .unsupportedExpectation }
            expectsContinue = true
        case 10 where bytes.equals(name, "connection"):
            bytes.eachElement(of: value) { option in
                if bytes.equals(option, "close") { saysClose = true }
                if bytes.equals(option, "keep-alive") { saysKeepAlive = true }
            }
        case 14 where bytes.equals(name, "content-length"):
            guard length == nil else { throw .conflictingLengths }
            length = value
        case 16 where bytes.equals(name, "content-encoding"):
            try noteContentCodings(bytes, value)
        case 17 where bytes.equals(name, "transfer-encoding"):
            try noteTransferCodings(bytes, value)
        default:
            break
        }
    }

    private mutating func noteContentCodings(_ bytes: Span<UInt8>, _ value: Range<Int>) throws(RequestError) {
        try bytes.eachElement(of: value) { (coding) throws(RequestError) in
            if bytes.equals(coding, "identity") { return }
            // Two codings on top of each other are a way to make bombs, and nobody's way to send events.
            guard !isGzipped, bytes.equals(coding, "gzip") || bytes.equals(coding, "x-gzip")
            else { throw .unsupportedContentCoding }
            isGzipped = true
        }
    }

    /// Only ever the one word, once. Even an empty element beside it, which RFC 9110 §5.6.1 would have us pass over, is
    /// refused: no client sends one, and who reads it otherwise sees another end of the request.
    private mutating func noteTransferCodings(_ bytes: Span<UInt8>, _ value: Range<Int>) throws(RequestError) {
        guard version == .http11, !isChunked else { throw .misplacedTransferCoding }
        guard bytes.equals(value, "chunked") else {
            var isKnown = false
            try bytes.eachElement(of: value) { (coding) throws(RequestError) in
                guard isKnown || bytes.equals(coding, "chunked") else { throw .unsupportedTransferCoding }
                isKnown = true
            }
            throw .misplacedTransferCoding
        }
        isChunked = true
    }

    /// The whole head, once its last line has been read.
    /// - Parameter end: the offset after the last field line.
    func head(
        _ method: Method, _ target: Target, _ bytes: Span<UInt8>, end: Int, limits: Limits
    ) throws(RequestError) -> Head {
        guard host != nil || version == .http10 else { throw .missingHost }
        // All of it in one array, which every part of the request then shares.
        var fields = Fields(octets: bytes.copied(start..<end), lines: lines)
        // The absolute form's authority replaces the Host field. RFC 9112 §3.2.2.
        if let authority = target.authority { fields.set("host", at: host, to: bytes.copied(authority)) }
        let framing = try framing(bytes, limits: limits)
        let path = target.impliedPath.map { fields.append(CollectionOfOne($0)) } ?? offsets(target.path)
        return Head(
            method: method,
            version: version,
            fields: fields,
            pathRange: path,
            queryRange: offsets(target.query),
            framing: framing,
            isGzipped: isGzipped && framing != .none,
            isPersistent: !saysClose && (version == .http11 || saysKeepAlive),
            expectsContinue: expectsContinue && framing != .none)
    }

    private func offsets(_ range: Range<Int>) -> Range<UInt32> {
        (range.lowerBound - start..<range.upperBound - start).asOffsets
    }

    private func framing(_ bytes: Span<UInt8>, limits: Limits) throws(RequestError) -> Framing {
        guard let digits = length else { return isChunked ? .chunked : .none }
        guard !isChunked else { throw .conflictingLengths }
        guard !digits.isEmpty else { throw .malformedLength }
        for index in digits where !bytes[index].isDigit { throw .malformedLength }
        var total = 0
        for index in digits {
            total = total * 10 + Int(bytes[index] - Octet.zero)
            // Stops long before Int could overflow, however many digits follow.
            guard total <= limits.bodyBytes else { throw .bodyTooLarge(limit: limits.bodyBytes) }
        }
        // More than 64 bits have can only be padding, which some readers cut off.
        guard digits.count <= 19 else { throw .malformedLength }
        return total == 0 ? .none : .length(total)
    }
}
