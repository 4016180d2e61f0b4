import Domain
import TestSupport
import Testing

@testable import Tracking

@Suite("a click token")
struct ClickTokenTests {
    private let secrets: Secrets
    private let click = ID<Click>.first(at: .exampleConversion)

    init() throws {
        secrets = try #require(Secrets([UInt8](repeating: 1, count: 32)))
    }

    @Test("comes back with its click and the end of its window")
    func roundTrip() throws {
        let text = ClickToken(click: click, lookback: .days(30)).signed(with: secrets)
        let token = try #require(ClickToken(text, secrets: secrets))
        #expect(token.click == click)
        #expect(token.expiresAt == .exampleConversion + 30 * Timestamp.day)
    }

    @Test("has at most 40 characters, none of which a URL has to escape")
    func form() {
        let text = ClickToken(click: click, lookback: .unlimited).signed(with: secrets)
        #expect(text.utf8.count <= 40)
        #expect(text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-" || $0 == "_") })
    }

    @Test("is refused after any change of any character")
    func forged() {
        let text = Array(ClickToken(click: click, lookback: .days(30)).signed(with: secrets).utf8)
        for place in text.indices {
            var changed = text
            changed[place] = changed[place] == UInt8(ascii: "A") ? UInt8(ascii: "B") : UInt8(ascii: "A")
            #expect(ClickToken(String(decoding: changed, as: UTF8.self), secrets: secrets) == nil, "place \(place)")
        }
    }

    @Test("is refused under other secrets")
    func otherSecrets() throws {
        let text = ClickToken(click: click, lookback: .days(30)).signed(with: secrets)
        let others = try #require(Secrets([UInt8](repeating: 2, count: 32)))
        #expect(ClickToken(text, secrets: others) == nil)
    }

    @Test("is refused when it is anything else", arguments: ["", "A", "....", String(repeating: "A", count: 39), "é"])
    func nonsense(text: String) {
        #expect(ClickToken(text, secrets: secrets) == nil)
    }
}

@Suite("base 64 for URLs")
struct Base64URLTests {
    @Test(
        "has the texts of RFC 4648",
        arguments: [("", ""), ("f", "Zg"), ("fo", "Zm8"), ("foo", "Zm9v"), ("foob", "Zm9vYg")])
    func examples(plain: String, encoded: String) {
        #expect(Base64URL.encode(Array(plain.utf8)) == encoded)
        #expect(Base64URL.decode(encoded) == Array(plain.utf8))
    }

    @Test("comes back for random octets of every length")
    func roundTrips() {
        var seed = Seed(11)
        for count in 0..<70 {
            let bytes = (0..<count).map { _ in UInt8.random(in: 0...255, using: &seed) }
            #expect(Base64URL.decode(Base64URL.encode(bytes)) == bytes, "\(seed)")
        }
    }

    @Test("has one text for each value", arguments: ["Zh", "Zm9", "Z", "Zg==", "Z g", "Zm+v"])
    func refused(text: String) {
        #expect(Base64URL.decode(text) == nil)
    }
}
