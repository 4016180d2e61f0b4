import Synchronization

/// Lets one long report run at a time, since each keeps a worker for seconds and others wait for workers, too.
final class LongReads: Sendable {
    private let isBusy = Mutex(false)

    /// - Throws: `Problem` 503 while another one runs; what `read` throws.
    func one(_ read: () throws -> Reply) throws -> Reply {
        let wasBusy = isBusy.withLock { isBusy in
            defer { isBusy = true }
            return isBusy
        }
        guard !wasBusy else { throw Problem.reportUnderway }
        defer { isBusy.withLock { $0 = false } }
        return try read()
    }
}
