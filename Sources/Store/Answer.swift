import Dispatch
import Synchronization

/// A result that one thread waits for, blocked, and another gives.
final class Answer<Value: Sendable>: Sendable {
    private let result = Mutex<Result<Value, any Error>?>(nil)
    private let isGiven = DispatchSemaphore(value: 0)

    func give(_ result: Result<Value, any Error>) {
        self.result.withLock { $0 = result }
        isGiven.signal()
    }

    /// - Throws: what was given as a failure.
    func wait() throws -> Value {
        isGiven.wait()
        guard let result = result.withLock({ $0 }) else { throw StoreError.closed }
        return try result.get()
    }
}
