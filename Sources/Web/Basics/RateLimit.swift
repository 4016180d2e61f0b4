import Synchronization

/// A token bucket for each client: `burst` requests at once, and `perMinute` over time.
///
/// A bucket is kept as one number, the moment at which it will be full again; each request moves that moment on. That
/// is exact in whole microseconds, and a client that has been quiet costs nothing to bring up to date.
/// - Source: the generic cell rate algorithm, ITU-T I.371 Annex A.
final class RateLimit: Sendable {
    private let interval: Int64  // microseconds a token
    private let burst: Int64
    /// Guards itself: one lock for all buckets, held for a dictionary's look-up.
    private let fullAgain: Mutex<RecentlyUsed<String, Int64>>

    /// - Parameter capacity: how many clients are remembered. The one unseen for longest is forgotten first, and would
    ///   begin with a full bucket again.
    /// - Precondition: all three above zero.
    init(perMinute: Int, burst: Int, capacity: Int = 10_000) {
        precondition(perMinute > 0 && burst > 0, "a limit below one request is a closed door")
        interval = max(1, 60_000_000 / Int64(perMinute))
        self.burst = Int64(burst)
        fullAgain = Mutex(RecentlyUsed(capacity: capacity))
    }

    /// Takes a token of a client's bucket, if there is one. A refused request takes none.
    /// - Parameters:
    ///   - client: what tells clients apart, such as the text of an address.
    ///   - milliseconds: now, of a clock that does not go back (one that does makes nobody wait for longer than an
    ///     empty bucket would).
    func take(_ client: String, at milliseconds: Int64) -> Allowance {
        let now = milliseconds * 1000
        return fullAgain.withLock { buckets in
            let full = min(max(buckets[client] ?? now, now), now + burst * interval)
            // With a token left, the bucket is full in less than a whole burst's time.
            let wait = full - now - (burst - 1) * interval
            guard wait <= 0 else {
                buckets[client] = full
                return .wait(seconds: Int((wait + 999_999) / 1_000_000))
            }
            buckets[client] = full + interval
            return .allowed
        }
    }

    /// How many clients are remembered.
    var clientCount: Int { fullAgain.withLock { $0.count } }
}

enum Allowance: Hashable, Sendable {
    case allowed
    /// No token; there will be one after so many seconds, rounded up: 1 or more.
    case wait(seconds: Int)
}
