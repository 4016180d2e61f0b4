import Dispatch
import Domain
import Synchronization

/// The one owner of the writing connection. It has a queue of its own because SQLite blocks: a slow disk may hold up
/// the store, but not the reactors that answer redirects.
///
/// Whatever is waiting when it has time is committed together, and each job keeps all it wrote or nothing. So an idle
/// server commits a single job at once, and under load a wait for the disk is shared by all that came during the last
/// one.
///
/// `@unchecked Sendable`: what is not behind `line` is touched on `queue` only.
package final class Writer: @unchecked Sendable {
    /// What bounds the waiting and the work.
    package struct Limits: Hashable, Sendable {
        /// Jobs waiting.
        package var jobs = 100_000
        /// Of what waiting jobs hold, as they said when they were submitted.
        package var bytes = 64 << 20
        /// Jobs committed together.
        package var batch = 4096

        package init() {}
    }

    /// What it did since the start, for metrics.
    package struct Statistics: Hashable, Sendable {
        /// Transactions committed, background slices among them.
        package internal(set) var commits = 0
        /// Jobs in these, be their answer an error.
        package internal(set) var jobs = 0
        /// Most jobs in one commit.
        package internal(set) var largestBatch = 0
        /// Jobs waiting now.
        package internal(set) var waiting = 0
    }

    let queue = DispatchQueue(label: "grapevine.writer")
    private let limits: Limits
    private let clock: @Sendable () -> Timestamp
    let onError: @Sendable (any Error) -> Void
    private let checkpointer: Checkpointer?
    let line = Mutex(WriterLine())
    private let streams = Mutex<[any WriterStream]>([])
    /// How often the files were opened anew.
    let openings = Atomic(0)

    private(set) var connection: Connection
    private(set) var upkeep: Upkeep
    private var minter: IDMinter
    private var now = Timestamp(milliseconds: 0)
    var passes = Passes()
    /// What the connection's tail was before the files were opened anew, until it has been read again.
    private var detachedTail: ClickTail?
    /// A slice was committed that no commit has followed which waited for the disk.
    private var hasUnsynced = false
    /// Such a commit failed meanwhile: nobody knows what of the log is on the disk.
    private var mustCarryLog = false

    /// - Parameters:
    ///   - connection: prepared for writing; the writer's alone from now on.
    ///   - onError: told what no caller is: failures of background passes. Called on the writer's queue.
    init(
        _ connection: sending Connection, upkeep: sending Upkeep, minter: IDMinter, limits: Limits = Limits(),
        checkpointer: Checkpointer?, clock: @escaping @Sendable () -> Timestamp,
        onError: @escaping @Sendable (any Error) -> Void
    ) {
        self.connection = connection
        self.upkeep = upkeep
        self.minter = minter
        self.limits = limits
        self.checkpointer = checkpointer
        self.clock = clock
        self.onError = onError
    }

    package var statistics: Statistics {
        line.withLock { line in
            var statistics = line.statistics
            statistics.waiting = line.jobs.count
            return statistics
        }
    }
}

// MARK: Handing over work

extension Writer {
    /// Queues a job; it returns at once.
    /// - Parameters:
    ///   - dryRun: whether all the job writes is undone, its effects dropped; `then` gets what it returned.
    ///   - bytes: about what the job holds while it waits, beyond a few hundred bytes.
    ///   - job: reads, decides and writes. An error of its own undoes this job alone. It may run again, all undone in
    ///     between: what is not in the store is for `Transaction.afterCommit` to change.
    ///   - then: called once: after the commit on the writer's queue, so it must be short and never wait; or, with
    ///     `.busy` or `.closed`, at once on the caller's thread.
    package func submit<Value: Sendable>(
        dryRun: Bool = false, bytes: Int = 0, _ job: @escaping @Sendable (Transaction) throws -> Value,
        then: @escaping @Sendable (Result<Value, any Error>) -> Void
    ) {
        let waiting = WriterJob(
            bytes: bytes,
            attempt: { transaction in
                let result = try transaction.attempt(keepsNothing: dryRun, job)
                return { then(result) }
            },
            fail: { then(.failure($0)) })
        let admission = line.withLock { $0.admit(waiting, within: limits) }
        switch admission {
        case .refused(let error): then(.failure(error))
        case .wakesWriter: queue.async { self.turn() }
        case .waits: break
        }
    }

    /// Has `stream` asked for its batch in every turn, before the jobs. It calls `noteWaiting` when it has one.
    package func add(_ stream: any WriterStream) {
        streams.withLock { $0.append(stream) }
    }

    /// A stream has something to write.
    package func noteWaiting() {
        wake()
    }

    /// Runs a job and waits for its commit: for the command line and for tests. Never on a reactor, a worker or the
    /// writer itself, where it would hold up others or wait for ever.
    package func wait<Value: Sendable>(
        dryRun: Bool = false, _ job: @escaping @Sendable (Transaction) throws -> Value
    ) throws -> Value {
        let answer = Answer<Value>()
        submit(dryRun: dryRun, job) { answer.give($0) }
        return try answer.wait()
    }

    /// Commits what is waiting, then gives back the file; later jobs are refused with `.closed`. Returns when all are
    /// answered. Not to be called on the writer's own queue.
    package func close() {
        line.withLock { $0.isClosed = true }
        queue.sync {
            passes.stop()
            while commitWaiting() {}
            for slice in line.withLock({ $0.takeSlices() }) { slice.fail(StoreError.closed) }
            if upkeep.mustAbandon { connection.abandon() } else { connection.close() }
        }
    }
}

// MARK: The writer's turn

extension Writer {
    /// The longest that background slices give way to waiting jobs, in nanoseconds: slices of 5 ms then take at most
    /// a tenth of the writer's time under load.
    private static let slicePause: UInt64 = 50_000_000

    /// One batch, or a slice of background work. It goes on by queueing itself anew, so that timers get their turn.
    private func turn() {
        // What comes from now on wakes the writer again.
        line.withLock { $0.isAwake = false }
        let isBusy = commitWaiting()
        if passes.maySlice(after: isBusy ? Self.slicePause : 0) {
            if let slice = line.withLock({ $0.slices.popFirst() }) {
                run(slice)
            } else if let pass = passes.next() {
                runSlice(pass)
            }
        }
        let hasMore = line.withLock { !$0.jobs.isEmpty || !$0.slices.isEmpty } || passes.isDue
        if hasMore { wake() }
    }

    func wake() {
        let wasAwake = line.withLock { line in
            defer { line.isAwake = true }
            return line.isAwake
        }
        if !wasAwake { queue.async { self.turn() } }
    }

    /// Commits a batch of what is waiting and answers it.
    /// - Returns: whether there was anything.
    private func commitWaiting() -> Bool {
        let batches = streams.withLock { $0 }.compactMap { $0.takeBatch() }
        let jobs = line.withLock { $0.take(limits.batch) }
        guard !jobs.isEmpty || !batches.isEmpty else { return false }
        do {
            let answers = try transact { transaction in
                for batch in batches { try batch.write(transaction) }
                return try transaction.attempt(jobs[...])
            }
            line.withLock { $0.noteCommit(of: jobs.count + batches.reduce(0) { $0 + $1.count }) }
            for batch in batches { batch.succeed() }
            for answer in answers { answer() }
        } catch {
            for batch in batches { batch.fail(error) }
            for job in jobs { job.fail(error) }
        }
        carryLog()
        return true
    }

    /// Runs `body` in a transaction, then its effects.
    /// - Parameter isSynced: whether its commit waits for the disk, where that is what commits do.
    /// - Throws: why nothing of it was kept: the body's error, or the commit's.
    func transact<Value>(isSynced: Bool = true, _ body: (Transaction) throws -> Value) throws -> Value {
        // What is stored is never later than now, also after a restart behind a clock that stepped back.
        now = max(now, clock(), minter.newest)
        do {
            try prepare()
        } catch {
            upkeep.noteFailure(error)
            throw error
        }
        let commitsBefore = connection.commits
        let transaction = Transaction(connection, now: now, minter: minter)
        defer { minter = transaction.nextMinter }
        do {
            try connection.begin()
            let value = try body(transaction)
            if let loss = connection.loss { throw loss }
            try connection.commit()
            transaction.runEffects()
            try upkeep.checkPlaces()
            let hasWritten = connection.commits > commitsBefore
            if hasWritten { hasUnsynced = !isSynced }
            upkeep.noteSuccess(hasWritten: hasWritten && isSynced)
            return value
        } catch {
            connection.rollback()
            if isSynced, hasUnsynced { mustCarryLog = true }
            upkeep.noteFailure(error)
            throw error
        }
    }

    /// Before a transaction: has the files looked after, and what follows from their being opened anew.
    private func prepare() throws {
        let before = connection
        let prepared = Result { try upkeep.prepare(&connection) }
        if connection !== before {
            // What was read from the files before is not to be written to these.
            openings.add(1, ordering: .relaxed)
            detachedTail = before.clickTail ?? detachedTail
        }
        try prepared.get()
        if let detachedTail {
            try connection.attach(detachedTail)
            self.detachedTail = nil
        }
        if mustCarryLog {
            guard try Engine.carriesAll(connection) else { throw StoreError.busy }
            mustCarryLog = false
            hasUnsynced = false
        }
    }

    /// Has the checkpointer look at the log, and helps it when it asks to.
    func carryLog() {
        guard let checkpointer, checkpointer.noteLog(pages: connection.logPages) else { return }
        do {
            try Engine.checkpoint(connection)
        } catch {
            onError(error)
        }
    }
}
