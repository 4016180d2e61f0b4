import Crypto
import FoundationEssentials

/// The strong validator of one representation.
/// - Source: RFC 9110 §8.8.3.
struct EntityTag: Hashable, Sendable {
    /// With its quotes, as ETag carries it.
    let text: String

    /// The first 16 octets of the body's SHA-256, in hexadecimal: equal bodies have equal tags, after a restart too.
    init(of body: [UInt8]) {
        let digits = Array("0123456789abcdef".utf8)
        let hexadecimal = SHA256.hash(data: body).prefix(16).flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
        text = "\"" + String(decoding: hexadecimal, as: UTF8.self) + "\""
    }

    /// Does the client have this representation already? Then a GET is answered 304.
    /// - Parameter field: If-None-Match; compared weakly. nil or malformed: no.
    /// - Source: RFC 9110 §13.1.2.
    func isHeld(ifNoneMatch field: String?) -> Bool {
        field.map(isListed) ?? false
    }

    /// May a change of this representation go on? If not, it is answered 412.
    ///
    /// RFC 9110 §13.1.1 compares strongly. Proxies that compress make our tags weak (`W/"..."`), though what is stored
    /// is the same: so a weak form of ours is let in too, since it names this very content.
    /// - Parameter field: If-Match. nil: yes; malformed: no.
    func permitsChange(ifMatch field: String?) -> Bool {
        field.map(isListed) ?? true
    }

    private func isListed(_ field: String) -> Bool {
        switch EntityTagList(field) {
        case .any: true
        case .tags(let tags): tags.contains(text)
        case nil: false
        }
    }
}

/// What If-Match and If-None-Match carry.
private enum EntityTagList {
    case any
    /// With their quotes, without `W/`.
    case tags([String])

    /// A comma may stand inside a tag, so the list is read from the front. Empty elements are passed over (§5.6.1).
    /// - Returns: nil for a malformed list.
    init?(_ field: String) {
        var rest = Substring(field).utf8
        Self.skipBlanks(&rest)
        if rest.first == UInt8(ascii: "*") {
            rest.removeFirst()
            Self.skipBlanks(&rest)
            guard rest.isEmpty else { return nil }
            self = .any
            return
        }
        var tags: [String] = []
        while !rest.isEmpty {
            if rest.first != UInt8(ascii: ",") {
                guard let tag = Self.readTag(&rest) else { return nil }
                tags.append(tag)
                Self.skipBlanks(&rest)
                guard rest.isEmpty || rest.first == UInt8(ascii: ",") else { return nil }
            }
            rest = rest.dropFirst()
            Self.skipBlanks(&rest)
        }
        self = .tags(tags)
    }

    private static func readTag(_ rest: inout Substring.UTF8View) -> String? {
        if rest.starts(with: "W/".utf8) { rest.removeFirst(2) }
        guard rest.first == UInt8(ascii: "\"") else { return nil }
        let inner = rest.dropFirst().prefix { $0 == 0x21 || (0x23...0x7E).contains($0) || $0 >= 0x80 }
        guard inner.endIndex < rest.endIndex, rest[inner.endIndex] == UInt8(ascii: "\"") else { return nil }
        rest = rest[rest.index(after: inner.endIndex)...]
        return "\"" + String(Substring(inner)) + "\""
    }

    private static func skipBlanks(_ rest: inout Substring.UTF8View) {
        rest = rest.drop { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
    }
}
