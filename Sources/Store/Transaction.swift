import Domain

/// What a writer's job works with, alive only while the job runs. All its writes are kept or none.
package final class Transaction {
    /// For reading and writing by noun.
    package let connection: Connection
    /// One reading of the clock for all jobs that are committed together; never before an earlier one.
    package let now: Timestamp

    private var minter: IDMinter
    private var effects: [() -> Void] = []

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
    /// Runs one job of several in a savepoint of its own.
    /// - Parameter keepsNothing: a dry run: whatever it wrote is undone.
    /// - Returns: what the job returned or threw; if it threw, nothing of it is left.
    /// - Throws: what took the whole transaction away. Nothing of any job is left.
    func attempt<Value>(keepsNothing: Bool, _ job: (Transaction) throws -> Value) throws -> Result<Value, any Error> {
        let effectsBefore = effects.count
        let tailBefore = connection.clickTail?.count ?? 0
        try connection.run("SAVEPOINT job")
        let result = Result { try job(self) }
        if let loss = connection.loss { throw loss }
        // No job of this transaction could write, so it is the store that has to be mended.
        if case .failure(let error) = result, case .readOnly? = error as? StoreError { throw error }
        switch result {
        case .success where !keepsNothing:
            try connection.run("RELEASE job")
        case .success, .failure:
            effects.removeSubrange(effectsBefore...)
            connection.clickTail?.truncate(to: tailBefore)
            try connection.run("ROLLBACK TO job")
            try connection.run("RELEASE job")
        }
        return result
    }

    /// Ends it after the commit.
    func runEffects() {
        for effect in effects { effect() }
        effects = []
    }

    /// To go on with, whatever became of this transaction: an identifier is minted once only.
    var nextMinter: IDMinter { minter }
}
