import Dispatch
import Synchronization

// Work that no request waits for: it has the writer's time in slices of a few milliseconds, waiting jobs first.
extension Writer {
    /// A number for as long as the files stay open.
    var opening: Int { openings.load(ordering: .relaxed) }

    /// Runs a slice of background work, at most some 5 ms of it, as a transaction of its own, and waits for its commit.
    /// Waiting jobs come first. For a thread of the background's own.
    /// - Parameter opening: what `opening` said before anything was read that this writes.
    /// - Throws: `.interrupted` if the files were opened anew since.
    func slice<Value: Sendable>(
        since opening: Int, _ job: @escaping @Sendable (Transaction) throws -> Value
    ) throws -> Value {
        let answer = Answer<Value>()
        let waiting = WriterJob(
            bytes: 0,
            attempt: { [self] transaction in
                guard opening == self.opening else {
                    throw StoreError.interrupted("the files were opened anew")
                }
                let value = try job(transaction)
                return { answer.give(.success(value)) }
            },
            fail: { answer.give(.failure($0)) })
        let isTaken = line.withLock { line in
            if !line.isClosed { line.slices.append(waiting) }
            return !line.isClosed
        }
        guard isTaken else { throw StoreError.closed }
        wake()
        return try answer.wait()
    }

    /// Has `pass` run every so often, a slice at a time, each slice a transaction of its own, waiting jobs first.
    /// - Parameters:
    ///   - milliseconds: from one run to the next.
    ///   - pass: a slice of at most 5 ms; returns whether there is more to do now. An error is told to `onError`, and
    ///     the pass waits for its next time.
    package func every(milliseconds: Int, _ pass: @escaping @Sendable (Transaction) throws -> Bool) {
        queue.async { self.start(pass, every: milliseconds) }
    }

    private func start(_ run: @escaping @Sendable (Transaction) throws -> Bool, every milliseconds: Int) {
        guard !line.withLock({ $0.isClosed }) else { return }
        let timer = DispatchSource.makeTimerSource(queue: queue)
        let pass = Pass(run, timer)
        passes.add(pass)
        timer.setEventHandler { [weak self] in
            pass.isDue = true
            self?.wake()
        }
        timer.schedule(deadline: .now(), repeating: .milliseconds(milliseconds))
        timer.activate()
    }

    /// Runs a slice. Its commit does not wait for the disk: nobody outside is told of it, and the next commit that waits
    /// takes it along, since the log is in the order of commits.
    func run(_ slice: WriterJob) {
        do {
            if upkeep.durability == .full { try Engine.setSynchronous(connection, .normal) }
            defer { restoreSynchronous() }
            let answer = try transact(isSynced: upkeep.durability != .full) { try slice.attempt($0) }
            line.withLock { $0.noteCommit(of: 0) }
            answer()
        } catch {
            slice.fail(error)
        }
        carryLog()
    }

    private func restoreSynchronous() {
        guard upkeep.durability == .full, !connection.isClosed else { return }
        do {
            try Engine.setSynchronous(connection, .full)
        } catch {
            // Opened anew before the next transaction, as it is to be.
            onError(error)
            connection.close()
        }
    }

    func runSlice(_ pass: Pass) {
        do {
            pass.isDue = try transact(pass.run)
            line.withLock { $0.noteCommit(of: 0) }
        } catch {
            pass.isDue = false
            onError(error)
        }
        carryLog()
    }
}
