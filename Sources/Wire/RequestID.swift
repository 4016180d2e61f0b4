/// The name of one request in its answer and in log lines.
package struct RequestID: Hashable, Sendable {
    private enum Name: Hashable, Sendable {
        case ours(UInt64)
        case clients([UInt8])
    }

    private static let maximumLength = 64

    private let name: Name

    /// The client's own, so that it finds the request again; `number` where there is none, or one that has something
    /// else than 1 to 64 ASCII letters, digits, dots, underscores and hyphens (so none splits a log line).
    /// - Parameters:
    ///   - fields: where X-Request-Id is looked for.
    ///   - number: another one for each request, see `RequestNumbers`.
    package init(_ fields: Fields, number: UInt64) {
        self.init(number: number)
        guard let value = fields.firstValue("x-request-id"), (1...Self.maximumLength).contains(value.count),
            fields.count(of: "x-request-id") == 1
        else { return }
        let octets = fields.octets[value]
        guard octets.allSatisfy(\.isIdentifier) else { return }
        self.init(clients: Array(octets))
    }

    package init(number: UInt64) {
        name = .ours(number)
    }

    private init(clients octets: [UInt8]) {
        name = .clients(octets)
    }

    /// `req_` and 16 hexadecimal digits, or the client's.
    package var text: String {
        var octets: [UInt8] = []
        append(to: &octets)
        return String(decoding: octets, as: UTF8.self)
    }

    func append(to output: inout [UInt8]) {
        switch name {
        case .clients(let octets):
            output.append(copying: octets.span)
        case .ours(let number):
            output.append("req_")
            output.append(bytesOf: hexadecimal(UInt32(truncatingIfNeeded: number >> 32)))
            output.append(bytesOf: hexadecimal(UInt32(truncatingIfNeeded: number)))
        }
    }
}

/// Numbers for the requests of one reactor: 2^64 before one comes again, and none tells how many came before.
/// - Source: Steele, Lea, Flood, "Fast Splittable Pseudorandom Number Generators", OOPSLA 2014.
package struct RequestNumbers: Sendable {
    private var state: UInt64

    /// - Parameter seed: random, so that two servers, or two lives of one, differ.
    package init(seed: UInt64) {
        state = seed
    }

    package mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return mixed ^ mixed >> 31
    }
}

/// The eight digits of a number, the first one lowest, all at once: every answer has sixteen.
private func hexadecimal(_ number: UInt32) -> UInt64 {
    let ones: UInt64 = 0x0101_0101_0101_0101
    // Each half byte into a byte of its own.
    var spread = UInt64(number.byteSwapped)
    spread = (spread << 16 | spread) & 0x0000_FFFF_0000_FFFF
    spread = (spread << 8 | spread) & 0x00FF_00FF_00FF_00FF
    spread = (spread << 8 & 0x0F00_0F00_0F00_0F00) | (spread >> 4 & 0x000F_000F_000F_000F)
    let isLetter = (spread &+ ones &* 6) >> 4 & ones
    return spread &+ ones &* 0x30 &+ isLetter &* 0x27
}

extension UInt8 {
    fileprivate var isIdentifier: Bool {
        isASCIILetter || isDigit || self == Octet.dot || self == 0x5F || self == 0x2D
    }
}
