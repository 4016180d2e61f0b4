import Synchronization
import Testing

@testable import Store

@Suite("A full disk")
struct DiskFullTests {
    let scratch: Scratch
    let store: ReferralStore

    init() throws {
        scratch = try Scratch()
        store = try scratch.open()
        // SQLite answers a full disk and a full database alike.
        _ = try store.writer.wait { try $0.first("PRAGMA max_page_count = 40") { $0.int(0) } }
    }

    private static func fill(_ transaction: Transaction) throws {
        for number in 0..<10 {
            try transaction.run(
                "INSERT INTO thing (id, name, body) VALUES (\(number), \("fill \(number)"), zeroblob(100000))")
        }
    }

    @Test("fails the job, keeps nothing of it, and the store recovers by itself")
    func recovers() throws {
        #expect(throws: StoreError.full("database or disk is full")) { try store.writer.wait(Self.fill) }
        try store.writer.wait { _ = try $0.insertThing("small") }
        _ = try store.writer.wait { try $0.first("PRAGMA max_page_count = 100000") { $0.int(0) } }
        try store.writer.wait(Self.fill)
        #expect(try store.readers.wait { try $0.thingNames().count } == 11)
    }

    @Test("a job that ignores the error keeps nothing either, nor do the jobs it was with")
    func ignoredError() throws {
        let gate = Gate(store.writer)
        let answers = Answers<Void>()
        store.writer.submit({ _ = try $0.insertThing("before") }, then: answers.expectOne())
        store.writer.submit(
            { transaction in
                try? Self.fill(transaction)
                _ = try? transaction.insertThing("alone")
            }, then: answers.expectOne())
        store.writer.submit({ _ = try $0.insertThing("after") }, then: answers.expectOne())
        gate.open()
        let errors = answers.all().map { $0.error as? StoreError }
        #expect(errors == Array(repeating: .full("database or disk is full"), count: 3))
        #expect(try store.readers.wait { try $0.thingNames() } == [])
    }
}
