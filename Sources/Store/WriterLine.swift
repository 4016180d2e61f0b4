import DequeModule

/// A job as the writer sees it, its type hidden.
struct WriterJob: Sendable {
    let bytes: Int
    /// Runs it. Returns how to tell its caller the result, once it is committed; throws what took the whole
    /// transaction away. Called again where nothing is left of the time before.
    let attempt: @Sendable (Transaction) throws -> @Sendable () -> Void
    /// Tells its caller that nothing was kept.
    let fail: @Sendable (any Error) -> Void
}

/// What waits for the writer, oldest first.
struct WriterLine: Sendable {
    private(set) var jobs: Deque<WriterJob> = []
    /// Background work, each a transaction of its own.
    var slices: Deque<WriterJob> = []
    private var bytes = 0
    private(set) var statistics = Writer.Statistics()
    /// Whether the writer has a turn coming, and need not be woken.
    var isAwake = false
    var isClosed = false

    enum Admission {
        case waits, wakesWriter
        case refused(StoreError)
    }

    mutating func admit(_ job: WriterJob, within limits: Writer.Limits) -> Admission {
        guard !isClosed else { return .refused(.closed) }
        guard jobs.count < limits.jobs, bytes + job.bytes <= limits.bytes else { return .refused(.busy) }
        jobs.append(job)
        bytes += job.bytes
        guard !isAwake else { return .waits }
        isAwake = true
        return .wakesWriter
    }

    /// The oldest jobs, at most `count`.
    mutating func take(_ count: Int) -> [WriterJob] {
        let batch = Array(jobs.prefix(count))
        jobs.removeFirst(batch.count)
        for job in batch { bytes -= job.bytes }
        return batch
    }

    mutating func takeSlices() -> [WriterJob] {
        defer { slices = [] }
        return Array(slices)
    }

    /// - Parameter jobs: how many were committed together; 0 for a background slice.
    mutating func noteCommit(of jobs: Int) {
        statistics.commits += 1
        statistics.jobs += jobs
        statistics.largestBatch = max(statistics.largestBatch, jobs)
    }
}
