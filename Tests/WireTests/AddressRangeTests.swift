import Testing

@testable import Wire

@Suite("a range of addresses")
struct AddressRangeTests {
    @Test(
        "contains what begins as it does, up to its last address",
        arguments: [
            ("10.0.0.0/8", "10.0.0.0", "10.255.255.255", "9.255.255.255", "11.0.0.0"),
            ("192.0.2.7", "192.0.2.7", "192.0.2.7", "192.0.2.6", "192.0.2.8"),
            ("0.0.0.0/1", "0.0.0.0", "127.255.255.255", "128.0.0.0", "::1"),
            ("0.0.0.0/0", "0.0.0.0", "255.255.255.255", "::", "::1"),
            ("2001:db8::/32", "2001:db8::", "2001:db8:ffff:ffff:ffff:ffff:ffff:ffff", "2001:db7:ffff::", "2001:db9::"),
            ("2001:db8::1/128", "2001:db8::1", "2001:db8::1", "2001:db8::", "2001:db8::2"),
            ("::/0", "::", "ffff::", "0.0.0.0", "10.0.0.1"),
            ("::ffff:10.0.0.0/104", "10.0.0.0", "10.255.255.255", "11.0.0.0", "::a00:0"),
            ("::ffff:0:0/96", "0.0.0.0", "255.255.255.255", "::", "::fffe:0:0"),
        ])
    func bounds(text: String, first: String, last: String, before: String, after: String) throws {
        let range = try #require(AddressRange(text: text))
        for inside in [first, last] {
            let peer = try #require(Peer(text: inside))
            #expect(range.contains(peer), "\(inside)")
        }
        for outside in [before, after] {
            let peer = try #require(Peer(text: outside))
            #expect(!range.contains(peer), "\(outside)")
        }
        #expect(!range.contains(.unix))
    }

    @Test("unix contains the peers on Unix sockets and nobody else")
    func unix() throws {
        let range = try #require(AddressRange(text: "unix"))
        #expect(range.contains(.unix))
        #expect(!range.contains(Peer(ipv4: 0)) && !range.contains(Peer(ipv6: 0)))
        #expect(range.description == "unix")
    }

    @Test(
        "is refused where it could mean two things, or none",
        arguments: [
            "", "/8", "10.0.0.0/", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/+8", "10.0.0.0/08", "10.0.0.0/8/8",
            "10.0.0.0/255.0.0.0", "10.0.0.1/8", "10.0.0.0 /8", "10/8", "::/129", "2001:db8::1/32", "::ffff:0:0/95",
            "::ffff:10.0.0.1/104", "localhost", "Unix", "*", "10.0.0.0-10.0.0.9", "[::1]", "1.2.3.4/٣",
        ])
    func refused(text: String) {
        #expect(AddressRange(text: text) == nil)
    }

    @Test("is written in one way", arguments: [("10.0.0.7", "10.0.0.7/32"), ("2001:DB8:0::/48", "2001:db8::/48")])
    func description(text: String, written: String) {
        #expect(AddressRange(text: text)?.description == written)
    }
}
