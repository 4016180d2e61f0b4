import TestSupport
import Testing

@testable import Wire

@Suite("who a request is from")
struct ForwardedClientTests {
    private static let proxy = Peer(octets: [10, 0, 0, 1])

    @Test("an address that nobody trusts is the client, whatever its fields say")
    func untrusted() {
        let fields = Fields([("X-Forwarded-For", "203.0.113.9"), ("Forwarded", "for=203.0.113.9")])
        let stranger = Peer(octets: [198, 51, 100, 7])
        #expect(client(behind: stranger, fields, trusting: trusted) == stranger)
        #expect(client(behind: Self.proxy, fields, trusting: []) == Self.proxy)
        #expect(client(behind: .unix, fields, trusting: trusted) == .unix)
    }

    @Test("a proxy on a Unix socket is trusted by the word unix")
    func unix() {
        let fields = Fields([("X-Forwarded-For", "203.0.113.9")])
        #expect(client(behind: .unix, fields, trusting: [AddressRange(text: "unix")].compactMap(\.self)) != .unix)
    }

    @Test(
        "X-Forwarded-For is read from the right, past trusted proxies",
        arguments: [
            ("203.0.113.9", "203.0.113.9"), ("203.0.113.9, 10.0.0.2", "203.0.113.9"),
            ("198.51.100.1, 203.0.113.9,10.0.0.2 , 10.9.9.9", "203.0.113.9"), ("10.0.0.4, 10.0.0.3", "10.0.0.4"),
            ("203.0.113.9:5678", "203.0.113.9"), ("2001:db8::1", "2001:db8::1"), ("[2001:db8::1]", "2001:db8::1"),
            ("[2001:db8::1]:443", "2001:db8::1"), ("::ffff:203.0.113.9", "203.0.113.9"),
            (" , 203.0.113.9 ,, ", "203.0.113.9"), ("198.51.100.1,10.0.0.2:80", "198.51.100.1"),
            // What can't be read ends the walk: whoever reported it is as far as is known.
            ("unknown", "10.0.0.1"), ("203.0.113.9, unknown", "10.0.0.1"), ("_hidden, 10.0.0.2", "10.0.0.2"),
            ("unix:, 10.0.0.2", "10.0.0.2"), ("203.0.113.9, 10.0.0.2 10.0.0.3", "10.0.0.1"),
            ("203.0.113.9:", "10.0.0.1"), ("203.0.113.9:123456", "10.0.0.1"), ("203.0.113.9:8o", "10.0.0.1"),
            ("[203.0.113.9]", "10.0.0.1"), ("[2001:db8::1", "10.0.0.1"), ("2001:db8::1]", "10.0.0.1"),
            ("[2001:db8::1]443", "10.0.0.1"), ("\"203.0.113.9\"", "10.0.0.1"), ("203.0.113.09", "10.0.0.1"),
            ("", "10.0.0.1"), (" , ", "10.0.0.1"), ("[]", "10.0.0.1"), (":80", "10.0.0.1"),
        ])
    func forwardedFor(value: String, expected: String) {
        #expect(found([("x-forwarded-for", value)]) == expected)
    }

    @Test(
        "Forwarded is read alike: lists, parameters in any order and case, quoted strings with escapes",
        arguments: [
            ("for=203.0.113.9", "203.0.113.9"), ("For=\"203.0.113.9\"", "203.0.113.9"),
            ("proto=https;FOR=203.0.113.9;by=10.0.0.1", "203.0.113.9"), ("for=203.0.113.9; proto=https", "203.0.113.9"),
            ("for=\"203.0.113.9:5678\"", "203.0.113.9"), ("for=\"203.0.113.9:_port-1.x\"", "203.0.113.9"),
            ("for=\"[2001:db8::1]\"", "2001:db8::1"), ("for=\"[2001:db8::1]:443\"", "2001:db8::1"),
            ("for=\"203\\.0.113\\.9\"", "203.0.113.9"), ("for=198.51.100.1, for=203.0.113.9", "203.0.113.9"),
            ("for=203.0.113.9,for=10.0.0.2", "203.0.113.9"), ("for=10.0.0.3;by=x, for=10.0.0.2", "10.0.0.3"),
            ("for=203.0.113.9;a=\"x, for=1.1.1.1\"", "203.0.113.9"),
            ("a=\"\\\"\\\\\";for=203.0.113.9;b=\"\\\",\"", "203.0.113.9"), (";for=203.0.113.9;", "203.0.113.9"),
            ("for=203.0.113.9;host=\"\"", "203.0.113.9"),
            ("for=unknown", "10.0.0.1"), ("for=_hidden, for=10.0.0.2", "10.0.0.2"), ("proto=https", "10.0.0.1"),
            ("for=203.0.113.9, proto=https", "10.0.0.1"), ("for=203.0.113.9;for=203.0.113.9", "10.0.0.1"),
            ("for=203.0.113.9:80", "10.0.0.1"), ("for=\"2001:db8::1\"", "10.0.0.1"), ("for=[2001:db8::1]", "10.0.0.1"),
            ("for = 203.0.113.9", "10.0.0.1"), ("for=\"203.0.113.9", "10.0.0.1"), ("for=203.0.113.9\"", "10.0.0.1"),
            ("for=\"203.0.113.9\\\"", "10.0.0.1"), ("for=\"203.0.113.9\"x", "10.0.0.1"), ("203.0.113.9", "10.0.0.1"),
            ("for", "10.0.0.1"), ("for=", "10.0.0.1"), ("=203.0.113.9", "10.0.0.1"), ("", "10.0.0.1"),
            ("for=\"203.0.113.9:_\"", "10.0.0.1"), ("for=\"203.0.113.9:_a/\"", "10.0.0.1"),
        ])
    func forwarded(value: String, expected: String) {
        #expect(found([("forwarded", value)]) == expected)
    }

    @Test("several lines of a field are one list, in their order")
    func lines() {
        #expect(
            found([("X-Forwarded-For", "203.0.113.9"), ("a", "b"), ("x-forwarded-for", "10.0.0.2")]) == "203.0.113.9")
        #expect(found([("X-Forwarded-For", "203.0.113.9"), ("x-forwarded-for", "198.51.100.1")]) == "198.51.100.1")
        #expect(found([("Forwarded", "for=203.0.113.9"), ("forwarded", "for=10.0.0.2")]) == "203.0.113.9")
        // A quote does not reach into the next line.
        #expect(found([("Forwarded", "for=\"1.1.1.1"), ("forwarded", "for=203.0.113.9")]) == "203.0.113.9")
    }

    @Test("when both fields name different clients, neither is believed")
    func both() {
        func found(_ listed: String, _ forwarded: String) -> String {
            self.found([("X-Forwarded-For", listed), ("Forwarded", forwarded)])
        }
        #expect(found("203.0.113.9, 10.0.0.2", "for=203.0.113.9") == "203.0.113.9")
        #expect(found("203.0.113.9", "for=198.51.100.1") == "10.0.0.1")
        #expect(found("203.0.113.9", "for=unknown") == "10.0.0.1")
        #expect(found("nonsense", "for=203.0.113.9") == "10.0.0.1")
        #expect(found("203.0.113.9", "") == "203.0.113.9")
    }

    @Test("whatever stands before what the trusted proxy appended changes nothing")
    func spoofedPrefix() {
        var seed = TestSupport.Seed(7)
        for round in 0..<20_000 {
            let (name, appended) =
                seed.chance(50) ? ("X-Forwarded-For", seed.listed()) : ("Forwarded", seed.forwarded())
            let alone = found([(name, appended)])
            let prefix = seed.prefix()
            let after = seed.chance(50) ? [(name, prefix + ", " + appended)] : [(name, prefix), (name, appended)]
            #expect(found(after) == alone, "\(seed), round \(round): \(after)")
            #expect(alone.hasPrefix("203.0.113."), "\(seed), round \(round): \(appended)")
        }
    }

    @Test("a head full of elements, quotes or backslashes is walked once")
    func bounded() {
        let count = 500_000
        #expect(found([("X-Forwarded-For", String(repeating: "10.0.0.2,", count: count))]) == "10.0.0.2")
        #expect(found([("X-Forwarded-For", String(repeating: ",", count: count))]) == "10.0.0.1")
        #expect(found([("Forwarded", String(repeating: "\"", count: count))]) == "10.0.0.1")
        #expect(found([("Forwarded", String(repeating: "\\", count: count) + "\"\"")]) == "10.0.0.1")
        #expect(found([("Forwarded", String(repeating: "for=10.0.0.2,", count: count))]) == "10.0.0.2")
    }

    private let trusted = [AddressRange(text: "10.0.0.0/8"), AddressRange(text: "2001:db8:ffff::/48")].compactMap(
        \.self)

    private func found(_ fields: [(String, String)]) -> String {
        client(behind: Self.proxy, Fields(fields.map { (name: $0, value: $1) }), trusting: trusted).text
    }
}

extension TestSupport.Seed {
    /// What proxies wrote who know their client, in X-Forwarded-For.
    fileprivate mutating func listed() -> String {
        let clients = ["203.0.113.1", "203.0.113.2:80", "::ffff:203.0.113.3", "[::ffff:203.0.113.4]:5"]
        return ([pick(clients)] + proxies(["10.0.0.2", "10.1.2.3:77", "[2001:db8:ffff::1]:80"]))
            .joined(separator: pick([",", ", ", " ,\t"]))
    }

    /// The same in Forwarded.
    fileprivate mutating func forwarded() -> String {
        let clients = [
            "for=203.0.113.1", "proto=https;For=\"203.0.113.2:80\"", "a=\"\\\",\\\\\";for=203.0.113.3;b=\",\\\"\"",
            "for=\"[::ffff:203.0.113.4]:_x\"",
        ]
        return
            ([pick(clients)] + proxies(["for=10.0.0.2", "by=\"a,b\";for=10.1.2.3", "for=\"[2001:db8:ffff::1]:80\""]))
            .joined(separator: pick([",", ", ", " ,\t"]))
    }

    private mutating func proxies(_ choices: [String]) -> [String] {
        (0..<Int.random(in: 0...2, using: &self)).map { _ in pick(choices) }
    }

    /// What a client may have sent before: well formed, malformed, or any octets that a field's value may hold.
    fileprivate mutating func prefix() -> String {
        let parts = [
            "1.1.1.1", "10.0.0.9", "for=1.1.1.1", "for=10.0.0.9", "\"", "\\", ",", ";", "=", "for=\"", "for=\"1.1.1.1",
            "unknown", "[", "]:", " ", "\t", "é", "a=\"\\\"", "::1",
        ]
        return (0..<Int.random(in: 0...6, using: &self)).map { _ in pick(parts) }.joined()
    }
}
