import Glibc

/// The clocks of the system, read here so that only who owns a loop does it; rules get the moment handed in.
package enum SystemClock {
    /// Milliseconds since some moment; never goes back.
    package static func monotonicMilliseconds() -> Int {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return time.tv_sec * 1000 + time.tv_nsec / 1_000_000
    }

    /// Seconds since 1970, UTC.
    package static func wallSeconds() -> Int {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME_COARSE, &time)
        return time.tv_sec
    }
}
