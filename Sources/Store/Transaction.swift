import Domain

/// What a writer's job works with, alive only while the job runs. All its writes are kept or none.
package final class Transaction {
    /// For reading and writing by noun.
    package let connection: Connection
    /// One reading of the clock for all jobs that are committed together; never before an earlier one.
    package let now: Timestamp

    private var minter: IDMinter
    private var effects: [() -> Void] = []
    /// The jobs that run have one savepoint in common.
    private var isShared = false

    init(_ connection: Connection, now: Timestamp, minter: IDMinter) {
        self.connection = connection
        self.now = now
        self.minter = minter
    }

    /// The next identifier: above all that were minted before, whose jobs are committed no later.
    package func mint<Noun>(_ noun: Noun.Type) -> ID<Noun> {
        minter.mint(noun, at: now)
    }

    /// Has something in memory follow the commit. Effects run on the writer, in their order, before any caller is
    /// answered; they are dropped if the job fails, the commit fails, or it is a dry run.
    package func afterCommit(_ effect: @escaping () -> Void) {
        effects.append(effect)
    }

    package func run(_ sql: SQL) throws(StoreError) {
        try connection.run(sql)
    }

    package func rows<Element>(_ sql: SQL, _ decode: (Row) throws -> Element) throws -> [Element] {
        try connection.rows(sql, decode)
    }

    package func first<Element>(_ sql: SQL, _ decode: (Row) throws -> Element) throws -> Element? {
        try connection.first(sql, decode)
    }
}

extension Transaction {
    /// Jobs that have one savepoint in common, at most: what may have to be put back stays in memory.
    private static let sharing = 64

    /// Runs jobs, each of which keeps all its writes or none. They have a savepoint in common, since for one of its own
    /// every page that a job changes is copied first, and most jobs change the same pages. Only where one fails after it has
    /// written something, all are undone and run again, each in a savepoint of its own.
    /// - Returns: how to tell each caller the result, after the commit.
    /// - Throws: what took the whole transaction away. Nothing of any job is left.
    func attempt(_ jobs: [WriterJob]) throws -> [@Sendable () -> Void] {
        var answers: [@Sendable () -> Void] = []
        for start in stride(from: 0, to: jobs.count, by: Self.sharing) {
            let part = jobs[start..<min(start + Self.sharing, jobs.count)]
            answers += try (part.count > 1 ? sharing(part) : nil) ?? part.map { try $0.attempt(self) }
        }
        return answers
    }

    /// - Returns: nil where a job has failed that had written something. Nothing of any is left then.
    private func sharing(_ jobs: ArraySlice<WriterJob>) throws -> [@Sendable () -> Void]? {
        let before = state
        try connection.run("SAVEPOINT job")
        isShared = true
        defer { isShared = false }
        do {
            let answers = try jobs.map { try $0.attempt(self) }
            try connection.run("RELEASE job")
            return answers
        } catch is SpoiltSavepoint {
            try undo(to: before)
            return nil
        }
    }

    /// Runs one job of several.
    /// - Parameter keepsNothing: a dry run: whatever it wrote is undone.
    /// - Returns: what the job returned or threw; if it threw, nothing of it is left.
    /// - Throws: what took the whole transaction away. Nothing of any job is left.
    func attempt<Value>(keepsNothing: Bool, _ job: (Transaction) throws -> Value) throws -> Result<Value, any Error> {
        let before = state
        guard keepsNothing || !isShared else {
            let result = try run(job)
            if case .failure = result {
                guard state.changes == before.changes else { throw SpoiltSavepoint() }
                effects.removeSubrange(before.effects...)
            }
            return result
        }
        try connection.run("SAVEPOINT job")
        let result = try run(job)
        switch result {
        case .success where !keepsNothing: try connection.run("RELEASE job")
        case .success, .failure: try undo(to: before)
        }
        return result
    }

    private func run<Value>(_ job: (Transaction) throws -> Value) throws -> Result<Value, any Error> {
        let result = Result { try job(self) }
        if let loss = connection.loss { throw loss }
        // No job of this transaction could write, so it is the store that has to be mended.
        if case .failure(let error) = result, case .readOnly? = error as? StoreError { throw error }
        return result
    }

    /// What there is besides the file's pages, to go back to.
    private var state: (effects: Int, tail: Int, changes: Int64) {
        (effects.count, connection.clickTail?.count ?? 0, connection.allChanges)
    }

    private func undo(to before: (effects: Int, tail: Int, changes: Int64)) throws {
        effects.removeSubrange(before.effects...)
        connection.clickTail?.truncate(to: before.tail)
        try connection.run("ROLLBACK TO job")
        try connection.run("RELEASE job")
    }

    /// Ends it after the commit.
    func runEffects() {
        for effect in effects { effect() }
        effects = []
    }

    /// To go on with, whatever became of this transaction: an identifier is minted once only.
    var nextMinter: IDMinter { minter }
}

/// A job has failed that had written something, in a savepoint that it shares with others.
private struct SpoiltSavepoint: Error {}
