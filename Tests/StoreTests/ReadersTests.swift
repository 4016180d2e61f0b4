import Dispatch
import Synchronization
import Testing

@testable import Store

@Suite("The readers")
struct ReadersTests {
    let scratch: Scratch

    init() throws {
        scratch = try Scratch()
    }

    @Test("see committed writes only")
    func committedOnly() throws {
        let store = try scratch.open()
        let readers = store.readers
        let during = try store.writer.wait { transaction in
            try transaction.insertThing("a")
            return try readers.wait { try $0.thingNames() }
        }
        #expect(during == [])
        #expect(try readers.wait { try $0.thingNames() } == ["a"])
    }

    @Test("run as many at once as there are connections")
    func parallel() throws {
        let store = try scratch.open { $0.readers = 4 }
        let arrived = DispatchSemaphore(value: 0)
        let released = DispatchSemaphore(value: 0)
        for _ in 0..<4 {
            #expect(
                store.readers.submit { _ in
                    arrived.signal()
                    released.wait()
                })
        }
        // Only if all four stand here at the same time is the fourth signal given.
        for _ in 0..<4 { #expect(arrived.wait(timeout: .now() + 60) == .success) }
        for _ in 0..<4 { released.signal() }
        store.close()
    }

    @Test("refuse work beyond their queue, and take it again later")
    func full() throws {
        let store = try scratch.open {
            $0.readers = 1
            $0.waitingReads = 2
        }
        let arrived = DispatchSemaphore(value: 0)
        let released = DispatchSemaphore(value: 0)
        let isTaken = store.readers.submit { _ in
            arrived.signal()
            released.wait()
        }
        #expect(isTaken)
        arrived.wait()
        #expect((0..<3).map { _ in store.readers.submit { _ in } } == [true, true, false])
        #expect(store.readers.waiting == 2)
        released.signal()
        store.close()
        #expect(store.readers.waiting == 0)
    }

    @Test("closing does what waits and refuses the rest")
    func closing() throws {
        let store = try scratch.open { $0.readers = 2 }
        let done = Mutex(0)
        for _ in 0..<50 {
            #expect(store.readers.submit { _ in done.withLock { $0 += 1 } })
        }
        store.close()
        #expect(done.withLock { $0 } == 50)
        #expect(!store.readers.submit { _ in })
    }

    @Test("work that failed leaves its connection usable")
    func failing() throws {
        let store = try scratch.open { $0.readers = 1 }
        #expect(throws: Refusal.self) {
            try store.readers.wait { connection in
                _ = try connection.thingNames()
                throw Refusal()
            }
        }
        #expect(try store.readers.wait { try $0.thingNames() } == [])
    }
}
