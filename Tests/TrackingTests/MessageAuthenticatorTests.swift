import Crypto
import TestSupport
import Testing

@testable import Tracking

@Suite("A message's authentication code")
struct MessageAuthenticatorTests {
    @Test("is the first half of HMAC-SHA-256, whatever the key and the message", arguments: [0, 1, 32, 63, 64])
    func same(keyCount: Int) {
        var random = Seed(UInt64(keyCount))
        func octets(_ count: Int) -> [UInt8] { (0..<count).map { _ in UInt8.random(in: 0...255, using: &random) } }
        let key = SymmetricKey(data: octets(keyCount))
        let authenticator = MessageAuthenticator(key)
        for count in [0, 1, 13, 17, 55, 56, 63, 64, 65, 500] {
            let message = octets(count)
            let code = authenticator.code(message)
            let expected = Array(HMAC<SHA256>.authenticationCode(for: message, using: key).prefix(16))
            #expect(code.high.octets + code.low.octets == expected)
        }
    }
}
