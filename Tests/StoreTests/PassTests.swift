import Dispatch
import Synchronization
import Testing

@testable import Store

@Suite("Background passes")
struct PassTests {
    let scratch: Scratch
    let store: ReferralStore

    init() throws {
        scratch = try Scratch()
        store = try scratch.open()
    }

    @Test("a pass that has more to do runs again at once, each slice committed")
    func more() throws {
        let isDone = DispatchSemaphore(value: 0)
        let slices = Mutex(0)
        store.writer.every(milliseconds: 3_600_000) { transaction in
            let count = slices.withLock { count in
                count += 1
                return count
            }
            try transaction.insertThing("\(count)")
            transaction.afterCommit { if count == 5 { isDone.signal() } }
            return count < 5
        }
        isDone.wait()
        #expect(try store.readers.wait { try $0.thingNames() } == ["1", "2", "3", "4", "5"])
    }

    @Test("a pass runs again when its time has come")
    func repeats() throws {
        let ran = DispatchSemaphore(value: 0)
        store.writer.every(milliseconds: 1) { _ in
            ran.signal()
            return false
        }
        for _ in 0..<5 { ran.wait() }
    }

    @Test("a failing pass is reported, keeps nothing, and has its next time")
    func failing() throws {
        let ran = DispatchSemaphore(value: 0)
        store.writer.every(milliseconds: 1) { transaction in
            ran.signal()
            try transaction.insertThing("a")
            throw Refusal()
        }
        for _ in 0..<3 { ran.wait() }
        store.close()
        #expect(scratch.errors.withLock { $0.first } == "Refusal()")
        #expect(try scratch.open().readers.wait { try $0.thingNames() } == [])
    }

    @Test("two passes that always have more to do take turns, and jobs are still answered")
    func turns() throws {
        let slices = Mutex<[Int]>([])
        for number in [1, 2] {
            store.writer.every(milliseconds: 3_600_000) { _ in
                slices.withLock { $0.append(number) }
                return true
            }
        }
        while slices.withLock({ $0.count(where: { $0 == 2 }) < 3 }) { try store.writer.wait { _ in } }
        store.close()
        // The second one begins when its timer is set, some slices after the first.
        let both = slices.withLock { $0.drop { $0 == 1 } }
        #expect(zip(both, both.dropFirst()).allSatisfy { $0 != $1 })
    }
}
