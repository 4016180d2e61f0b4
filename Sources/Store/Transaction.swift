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
    private static let mostTogether = 64

    /// Runs jobs, each of which keeps all its writes or none. They have a savepoint in common, since for one of its own
    /// every page that a job changes is copied first, and most jobs change the same pages. Where one fails after it has
    /// written something, what came before it is run again, and then it alone.
    /// - Returns: how to tell each caller the result, after the commit.
    /// - Throws: what took the whole transaction away. Nothing of any job is left.
    func attempt(_ jobs: ArraySlice<WriterJob>) throws -> [@Sendable () -> Void] {
        var answers: [@Sendable () -> Void] = []
        var rest = jobs
        while let first = rest.first {
            let part = rest.prefix(Self.mostTogether)
            guard part.count > 1 else {
                answers.append(try first.attempt(self))
                break
            }
            let (kept, spoiler) = try attemptTogether(part)
            if let spoiler {
                answers += try attempt(part[..<spoiler])
                answers.append(try part[spoiler].attempt(self))
            }
            answers += kept
            rest = rest[(spoiler.map { $0 + 1 } ?? part.endIndex)...]
        }
        return answers
    }

    /// - Returns: the answers; or none, and which job has failed that had written something. Nothing of any is left then.
    private func attemptTogether(
        _ jobs: ArraySlice<WriterJob>
    ) throws -> (answers: [@Sendable () -> Void], spoiler: Int?) {
        let before = place
        var answers: [@Sendable () -> Void] = []
        try connection.run("SAVEPOINT job")
        isShared = true
        defer { isShared = false }
        for index in jobs.indices {
            do {
                answers.append(try jobs[index].attempt(self))
            } catch is SpoiltSavepoint {
                try undo(to: before)
                return ([], index)
            }
        }
        try connection.run("RELEASE job")
        return (answers, nil)
    }

    /// Runs one job of several.
    /// - Parameter keepsNothing: a dry run: whatever it wrote is undone.
    /// - Returns: what the job returned or threw; if it threw, nothing of it is left.
    /// - Throws: what took the whole transaction away. Nothing of any job is left.
    func attempt<Value>(keepsNothing: Bool, _ job: (Transaction) throws -> Value) throws -> Result<Value, any Error> {
        let before = place
        guard keepsNothing || !isShared else {
            let result = try run(job)
            if case .failure(let error) = result {
                guard hasWrittenNothing(since: before, error) else { throw SpoiltSavepoint() }
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

    /// A statement that the schema refuses is undone as a whole, and counts no change. Of any other that failed that is
    /// not promised.
    private func hasWrittenNothing(since before: Place, _ error: any Error) -> Bool {
        switch error as? StoreError {
        case nil, .constraint?: connection.allChanges == before.changes
        default: false
        }
    }

    /// How far it has come, besides the file's pages.
    private struct Place {
        let effects: Int
        let tail: Int
        let changes: Int64
    }

    private var place: Place {
        Place(effects: effects.count, tail: connection.clickTail?.count ?? 0, changes: connection.allChanges)
    }

    private func undo(to before: Place) throws {
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
