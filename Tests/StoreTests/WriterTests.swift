import Dispatch
import Domain
import Synchronization
import TestSupport
import Testing

@testable import Store

@Suite("The writer")
struct WriterTests {
    let scratch: Scratch
    let store: ReferralStore
    var writer: Writer { store.writer }

    init() throws {
        scratch = try Scratch()
        store = try scratch.open()
    }

    private func names() throws -> [String] {
        try store.readers.wait { try $0.thingNames() }
    }

    @Test("a job is answered after its commit")
    func answersAfterCommit() throws {
        let answers = Answers<[String]>()
        let then = answers.expectOne()
        let readers = store.readers
        writer.submit {
            try $0.insertThing("a")
        } then: { _ in
            then(Result { try readers.wait { try $0.thingNames() } })
        }
        #expect(try answers.all().first?.get() == ["a"])
    }

    @Test("what waits is committed together")
    func groupCommit() throws {
        let gate = Gate(writer)
        let answers = Answers<ID<Thing>>()
        for number in 0..<100 {
            writer.submit({ try $0.insertThing("\(number)") }, then: answers.expectOne())
        }
        let before = writer.statistics
        gate.open()
        #expect(answers.all().count == 100)
        let after = writer.statistics
        #expect(before.waiting == 100)
        #expect(after.waiting == 0)
        #expect(after.commits == 2)
        #expect(after.jobs == 101)
        #expect(after.largestBatch == 100)
    }

    @Test("a batch has a limit")
    func batchLimit() throws {
        store.close()
        let store = try scratch.open { $0.writer.batch = 10 }
        let gate = Gate(store.writer)
        let answers = Answers<ID<Thing>>()
        for number in 0..<95 {
            store.writer.submit({ try $0.insertThing("\(number)") }, then: answers.expectOne())
        }
        gate.open()
        #expect(answers.all().count == 95)
        #expect(store.writer.statistics.commits == 11)
        #expect(store.writer.statistics.largestBatch == 10)
    }

    @Test("a failing job takes down only itself")
    func savepoints() throws {
        let gate = Gate(writer)
        let answers = Answers<ID<Thing>>()
        writer.submit({ try $0.insertThing("before") }, then: answers.expectOne())
        writer.submit(
            { transaction in
                try transaction.insertThing("half")
                throw Refusal()
            }, then: answers.expectOne())
        writer.submit({ try $0.insertThing("before") }, then: answers.expectOne())
        writer.submit({ try $0.insertThing("after") }, then: answers.expectOne())
        gate.open()
        let results = answers.all()
        #expect(results.map { $0.error != nil } == [false, true, true, false])
        #expect(results[1].error is Refusal)
        #expect(results[2].error as? StoreError == .constraint(.unique, detail: "UNIQUE constraint failed: thing.name"))
        #expect(try names() == ["before", "after"])
        #expect(writer.statistics.largestBatch == 4)
    }

    /// What a job of `mixedBatch` does.
    private enum Course: CaseIterable {
        case dryRun, failsBeforeWriting, failsAfterWriting, writes

        var fails: Bool { self == .failsBeforeWriting || self == .failsAfterWriting }
    }

    @Test("each job of a batch comes to what it would alone, whichever others fail", arguments: 1...20)
    func mixedBatch(seed: UInt64) throws {
        var random = Seed(seed)
        let (gate, answers) = (Gate(writer), Answers<ID<Thing>>())
        let effects = Mutex<[String]>([])
        let runs = Mutex<[String: Int]>([:])
        // A failure after a write has others run again; half of the seeds have none.
        let rare = Course.allCases.filter { $0 != .writes && (seed.isMultiple(of: 2) || $0 != .failsAfterWriting) }
        let courses = (0..<150).map { _ in
            Int.random(in: 0..<10, using: &random) == 0 ? rare.randomElement(using: &random) ?? .writes : .writes
        }
        for (number, course) in courses.enumerated() {
            writer.submit(
                dryRun: course == .dryRun,
                { transaction in
                    runs.withLock { $0["thing \(number)", default: 0] += 1 }
                    transaction.afterCommit { effects.withLock { $0.append("thing \(number)") } }
                    if course == .failsBeforeWriting { throw Refusal() }
                    let id = try transaction.insertThing("thing \(number)")
                    if course == .failsAfterWriting { throw Refusal() }
                    return id
                }, then: answers.expectOne())
        }
        gate.open()
        let kept = courses.indices.filter { courses[$0] == .writes }.map { "thing \($0)" }
        #expect(answers.all().map { $0.error != nil } == courses.map(\.fails))
        #expect(try names() == kept)
        #expect(effects.withLock { $0 } == kept)
        let most = runs.withLock { $0.values.max() }
        #expect(courses.contains(.failsAfterWriting) ? most == 2 : most == 1)
    }

    @Test("a job sees what earlier jobs of its batch wrote")
    func seesBatch() throws {
        let gate = Gate(writer)
        let answers = Answers<[String]>()
        writer.submit({ _ = try $0.insertThing("a") }, then: { _ in })
        writer.submit({ try $0.connection.thingNames() }, then: answers.expectOne())
        gate.open()
        #expect(try answers.all().first?.get() == ["a"])
    }

    @Test("a commit that fails fails all its jobs, and the next is fine")
    func failingCommit() throws {
        let gate = Gate(writer)
        let answers = Answers<Void>()
        let effects = Mutex(0)
        writer.submit(
            { transaction in
                try transaction.insertThing("a")
                transaction.afterCommit { effects.withLock { $0 += 1 } }
            }, then: answers.expectOne())
        writer.submit(
            { transaction in
                let id = try transaction.insertThing("b")
                try transaction.run("INSERT INTO part (thing, late) VALUES (\(id), 404)")
            }, then: answers.expectOne())
        gate.open()
        for result in answers.all() {
            guard case .constraint(.foreignKey, _) = result.error as? StoreError else {
                Issue.record("\(result)")
                continue
            }
        }
        #expect(effects.withLock { $0 } == 0)
        try writer.wait { _ = try $0.insertThing("c") }
        #expect(try names() == ["c"])
    }

    @Test("a dry run answers, keeps nothing and drops its effects")
    func dryRun() throws {
        let effects = Mutex(0)
        let seen = try writer.wait(dryRun: true) { transaction in
            try transaction.insertThing("a")
            transaction.afterCommit { effects.withLock { $0 += 1 } }
            return try transaction.connection.thingNames()
        }
        #expect(seen == ["a"])
        #expect(try names() == [])
        #expect(effects.withLock { $0 } == 0)
    }

    @Test("effects run after the commit, in order, before any answer; those of a failed job are dropped")
    func effects() throws {
        let events = Mutex<[String]>([])
        let note: @Sendable (String) -> Void = { event in events.withLock { $0.append(event) } }
        let gate = Gate(writer)
        let answers = Answers<Void>()
        for name in ["a", "fails", "b"] {
            let then = answers.expectOne()
            writer.submit { transaction in
                transaction.afterCommit { note("effect \(name)") }
                note("job \(name)")
                if name == "fails" { throw Refusal() }
            } then: { result in
                note("answer \(name)")
                then(result)
            }
        }
        gate.open()
        _ = answers.all()
        #expect(
            events.withLock { $0 } == [
                "job a", "job fails", "job b", "effect a", "effect b", "answer a", "answer fails", "answer b",
            ])
    }

    @Test("a full queue refuses at once, by count")
    func fullByCount() throws {
        store.close()
        let store = try scratch.open { $0.writer.jobs = 3 }
        let gate = Gate(store.writer)
        let answers = Answers<Void>()
        for _ in 0..<4 { store.writer.submit({ _ in }, then: answers.expectOne()) }
        gate.open()
        #expect(answers.all().map { $0.error as? StoreError } == [.busy, nil, nil, nil])
    }

    @Test("a full queue refuses at once, by bytes, and has room again after the commit")
    func fullByBytes() throws {
        store.close()
        let store = try scratch.open { $0.writer.bytes = 100 }
        let gate = Gate(store.writer)
        let answers = Answers<Void>()
        for _ in 0..<3 { store.writer.submit(bytes: 50, { _ in }, then: answers.expectOne()) }
        gate.open()
        #expect(answers.all().map { $0.error as? StoreError } == [.busy, nil, nil])
        let later = Answers<Void>()
        store.writer.submit(bytes: 100, { _ in }, then: later.expectOne())
        #expect(later.all().map { $0.error as? StoreError } == [nil])
    }

    @Test("closing commits what waits, and refuses what comes later")
    func closing() throws {
        let gate = Gate(writer)
        let answers = Answers<ID<Thing>>()
        for number in 0..<10 {
            writer.submit({ try $0.insertThing("\(number)") }, then: answers.expectOne())
        }
        gate.open()
        store.close()
        #expect(answers.all().filter { $0.error == nil }.count == 10)
        #expect(throws: StoreError.closed) { try writer.wait { _ in } }
        let reopened = try scratch.open()
        #expect(try reopened.readers.wait { try $0.thingNames().count } == 10)
    }

    @Test("ids rise in the order of the commits, though the clock steps back")
    func idsRise() throws {
        store.close()
        let steps = Mutex<Int64>(1_760_000_000_000)
        let backwards: @Sendable () -> Timestamp = {
            Timestamp(
                milliseconds: steps.withLock { step in
                    step -= 1000
                    return step
                })
        }
        let store = try scratch.open(clock: backwards)
        var ids: [ID<Thing>] = []
        var times: [Timestamp] = []
        for number in 0..<20 {
            let (now, id) = try store.writer.wait { ($0.now, try $0.insertThing("\(number)")) }
            times.append(now)
            ids.append(id)
        }
        #expect(ids == ids.sorted())
        #expect(Set(ids).count == 20)
        #expect(times == times.sorted())
    }

    @Test("an id of a job that failed is not minted again")
    func idsOfFailures() throws {
        let lost = Mutex<ID<Thing>?>(nil)
        #expect(throws: Refusal.self) {
            try writer.wait { transaction in
                lost.withLock { $0 = transaction.mint(Thing.self) }
                throw Refusal()
            }
        }
        let next = try writer.wait { $0.mint(Thing.self) }
        #expect(lost.withLock { $0 }.map { $0 < next } == true)
    }
}
