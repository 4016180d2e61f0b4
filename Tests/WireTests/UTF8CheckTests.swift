import Testing

@testable import Wire

@Suite("octets")
struct UTF8CheckTests {
    private func isUTF8(_ octets: [UInt8]) -> Bool {
        var check = UTF8Check()
        return octets.allSatisfy { check.take($0) } && check.isWhole
    }

    @Test("of one or two are UTF-8 just where the standard library says so")
    func short() {
        for first in 0...255 as ClosedRange<UInt8> {
            #expect(isUTF8([first]) == (String(validating: [first], as: UTF8.self) != nil))
            for second in 0...255 as ClosedRange<UInt8> {
                let octets = [first, second]
                guard isUTF8(octets) == (String(validating: octets, as: UTF8.self) != nil) else {
                    Issue.record("\(octets)")
                    return
                }
            }
        }
    }

    @Test("of three and four are UTF-8 just where the standard library says so")
    func long() {
        let edges: [UInt8] = [0x00, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xFF]
        for first in 0xDF...0xF6 as ClosedRange<UInt8> {
            for second in edges {
                for third in edges {
                    for tail in [[]] + edges.map({ [$0] }) {
                        let octets = [first, second, third] + tail
                        #expect(isUTF8(octets) == (String(validating: octets, as: UTF8.self) != nil), "\(octets)")
                    }
                }
            }
        }
    }
}
