/// An `http` or `https` URL that a browser may be sent to, and its host.
///
/// Stricter than RFC 3986: what browsers and servers read differently is refused (a backslash, which browsers take
/// for a slash; a user name, which makes one host look like another), since `host` decides where people are sent.
struct WebAddress: Hashable, Sendable {
    static let maximumLength = 2048

    /// As it came.
    let text: String
    /// In lower case, without port; an IPv6 address without its brackets.
    let host: String

    /// - Throws: `WebAddressFault`, what is wrong.
    init(_ text: String) throws(WebAddressFault) {
        guard text.utf8.count <= Self.maximumLength else { throw .tooLong }
        guard text.utf8.allSatisfy(Self.isAllowed) else { throw .forbiddenCharacter }
        let lower = text.lowercased()
        guard let scheme = ["http://", "https://"].first(where: lower.hasPrefix) else { throw .notAbsolute }
        let authority = lower.utf8.dropFirst(scheme.utf8.count).prefix {
            ![UInt8(ascii: "/"), UInt8(ascii: "?"), UInt8(ascii: "#")].contains($0)
        }
        guard let host = Self.host(of: Array(authority)) else { throw .badHost }
        self.text = text
        self.host = host
    }

    /// Visible ASCII, without what RFC 3986 §2 has nowhere.
    private static func isAllowed(_ octet: UInt8) -> Bool {
        (0x21...0x7E).contains(octet) && !"\"<>\\^`{|}".utf8.contains(octet)
    }

    /// - Parameter authority: in lower case. A port is digits, at most 65535.
    private static func host(of authority: [UInt8]) -> String? {
        let isBracketed = authority.first == UInt8(ascii: "[")
        let hostEnd = isBracketed ? authority.firstIndex(of: UInt8(ascii: "]")).map { $0 + 1 } : nil
        let end = hostEnd ?? authority.firstIndex(of: UInt8(ascii: ":")) ?? authority.count
        let rest = authority[end...]
        if let colon = rest.first {
            let port = rest.dropFirst()
            guard colon == UInt8(ascii: ":"), (1...5).contains(port.count), port.allSatisfy(isDigit),
                UInt16(String(decoding: port, as: UTF8.self)) != nil
            else { return nil }
        }
        if isBracketed {
            let address = authority[..<end].dropFirst().dropLast()
            let isAddress = address.allSatisfy {
                isHexadecimal($0) || $0 == UInt8(ascii: ":") || $0 == UInt8(ascii: ".")
            }
            return hostEnd != nil && address.contains(UInt8(ascii: ":")) && isAddress
                ? String(decoding: address, as: UTF8.self) : nil
        }
        let name = authority[..<end]
        let hyphenAndDot = [UInt8(ascii: "-"), UInt8(ascii: ".")]
        guard let first = name.first, !hyphenAndDot.contains(first), name.count <= 253,
            name.allSatisfy({
                isDigit($0) || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0)
                    || hyphenAndDot.contains($0) || $0 == UInt8(ascii: "_")
            })
        else { return nil }
        return String(decoding: name, as: UTF8.self)
    }

    private static func isDigit(_ octet: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(octet)
    }

    private static func isHexadecimal(_ octet: UInt8) -> Bool {
        isDigit(octet) || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(octet)
    }
}

enum WebAddressFault: Error, Hashable {
    case tooLong, forbiddenCharacter, notAbsolute, badHost

    var words: String {
        switch self {
        case .tooLong: "must have at most \(WebAddress.maximumLength) characters"
        case .forbiddenCharacter:
            "must be of visible ASCII characters without quotes, backslashes and the like; percent-encode others"
        case .notAbsolute: "must be an absolute URL that begins with https:// or http://"
        case .badHost: "must name a host after the scheme, with at most a port and without a user name"
        }
    }
}
