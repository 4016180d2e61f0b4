import TestSupport
import Testing

@testable import Wire

@Suite("a peer")
struct PeerTests {
    @Test(
        "is read from any spelling that the RFCs allow",
        arguments: [
            ("192.0.2.1", "192.0.2.1"), ("0.0.0.0", "0.0.0.0"), ("255.255.255.255", "255.255.255.255"),
            ("2001:DB8::1", "2001:db8::1"), ("2001:0db8:0:0:0:0:0:1", "2001:db8::1"), ("::", "::"), ("::1", "::1"),
            ("1::", "1::"), ("1:2:3:4:5:6:7::", "1:2:3:4:5:6:7:0"), ("::2:3:4:5:6:7:8", "0:2:3:4:5:6:7:8"),
            ("1:2:3:4:5:6:7:8", "1:2:3:4:5:6:7:8"), ("64:ff9b::192.0.2.33", "64:ff9b::c000:221"),
            ("1:2:3:4:5:6:1.2.3.4", "1:2:3:4:5:6:102:304"), ("::ffff:10.0.0.7", "10.0.0.7"),
            ("0:0:0:0:0:ffff:a00:7", "10.0.0.7"), ("::1.2.3.4", "::102:304"),
        ])
    func spellings(spelling: String, text: String) {
        #expect(Peer(text: spelling)?.text == text)
    }

    @Test(
        "is nothing else: no name, no port, no number in another base, no scope",
        arguments: [
            "", ".", "1", "1.2.3", "1.2.3.4.5", "1.2.3.", ".1.2.3", "1..2.3", "256.0.0.1", "1.2.3.1000", "01.2.3.4",
            "1.2.3.00", "0x7f.0.0.1", "+1.2.3.4", "1.2.3.4 ", " 1.2.3.4", "1.2.3.4:80", "1.2.3.4%", "localhost", ":",
            ":::", "::::", "1:", ":1", "1:2", "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9", "1:2:3:4:5:6:7:8::",
            "::1:2:3:4:5:6:7:8", "1::2::3", "1:::2", "12345::", "g::", "::1%eth0", "[::1]", "1.2.3.4::", "::1.2.3",
            "::1.2.3.256", "1:2:3:4:5:6:7:1.2.3.4", "1:2:3:4:5:1.2.3.4", "::1.2.3.4:5", "٣.0.0.1",
        ])
    func malformed(text: String) {
        #expect(Peer(text: text) == nil)
    }

    @Test("has one value however it is written or came")
    func equality() {
        #expect(Peer(text: "::ffff:10.0.0.7") == Peer(octets: [10, 0, 0, 7]))
        #expect(Peer(text: "10.0.0.7") == Peer(octets: Array(repeating: 0, count: 10) + [255, 255, 10, 0, 0, 7]))
        #expect(Peer(text: "::a00:7") != Peer(text: "10.0.0.7"))
        #expect(
            Peer(text: "0.0.0.0") != .unix && Peer(text: "::") != .unix && Peer(text: "::") != Peer(text: "0.0.0.0"))
    }

    @Test("is this machine itself or not")
    func loopback() {
        for text in ["127.0.0.1", "127.255.255.255", "::1", "::ffff:127.0.0.1"] {
            #expect(Peer(text: text)?.isLoopback == true, "\(text)")
        }
        for text in ["126.0.0.1", "128.0.0.1", "::", "::2", "::7f00:1", "7f00::1"] {
            #expect(Peer(text: text)?.isLoopback == false, "\(text)")
        }
        #expect(!Peer.unix.isLoopback)
    }

    @Test("has octets that make it again, and text that reads as it")
    func roundTrip() throws {
        var seed = TestSupport.Seed(1)
        for _ in 0..<2000 {
            // Groups of zeros are what the text may leave out.
            let groups = (0..<8).map { _ in seed.chance(50) ? 0 : UInt16.random(in: 0...UInt16.max, using: &seed) }
            let octets = groups.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }
            for octets in [octets, Array(octets.prefix(4))] {
                let peer = Peer(octets: octets)
                #expect(Peer(octets: peer.octets) == peer, "\(seed)")
                #expect(Peer(text: peer.text) == peer, "\(seed): \(peer.text)")
            }
        }
    }
}

extension Peer {
    /// - Returns: nil where the whole text is no address.
    init?(text: String) {
        let octets = Array(text.utf8)
        self.init(reading: octets.span, 0..<octets.count)
    }
}
