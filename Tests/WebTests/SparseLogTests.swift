import Domain
import Testing

@testable import Web

@Suite("A sparse log")
struct SparseLogTests {
    private static let start = Timestamp(milliseconds: 1_760_000_000_000)

    @Test("has a line at once, then one a minute with all that happened after the one before")
    func minutes() {
        let log = SparseLog()
        let told: [(after: Int64, SparseLog.Line?)] = [
            (0, SparseLog.Line(times: 1, since: nil)), (1, nil), (59_999, nil),
            (60_000, SparseLog.Line(times: 3, since: Self.start)), (60_001, nil),
            (200_000, SparseLog.Line(times: 2, since: Self.start + 60_000)), (259_999, nil),
        ]
        for (milliseconds, line) in told {
            #expect(log.note(at: Self.start + milliseconds) == line)
        }
    }

    @Test("is not held up by a clock that steps back")
    func clockBack() {
        let log = SparseLog()
        let before = Self.start + -1
        #expect(log.note(at: Self.start) == SparseLog.Line(times: 1, since: nil))
        #expect(log.note(at: before) == SparseLog.Line(times: 1, since: Self.start))
        #expect(log.note(at: Self.start) == nil)
    }
}
