import Domain
import Testing

@testable import Web

@Suite("A sparse log")
struct SparseLogTests {
    @Test("has a line at once, then one a minute with all that happened meanwhile")
    func minutes() {
        let log = SparseLog()
        let told = [(0, 1), (1, nil), (59_999, nil), (60_000, 3), (60_001, nil), (200_000, 2), (259_999, nil)]
        for (milliseconds, count) in told {
            #expect(log.note(at: Timestamp(milliseconds: 1_760_000_000_000 + Int64(milliseconds))) == count)
        }
    }

    @Test("is not held up by a clock that steps back")
    func clockBack() {
        let log = SparseLog()
        #expect(log.note(at: Timestamp(milliseconds: 1_760_000_000_000)) == 1)
        #expect(log.note(at: Timestamp(milliseconds: 1_759_999_999_999)) == 1)
        #expect(log.note(at: Timestamp(milliseconds: 1_760_000_000_000)) == nil)
    }
}
