import CLinux
import Glibc

/// Wakes an epoll from another thread. Watched with `.edge`, so it never has to be read: its count only grows, and
/// would take centuries to be full.
package struct EventFD: ~Copyable, Sendable {
    package let descriptor: Int32

    package init() throws(SocketError) {
        descriptor = eventfd(0, Int32(EFD_CLOEXEC) | Int32(EFD_NONBLOCK))
        guard descriptor >= 0 else { throw SocketError("eventfd") }
    }

    deinit {
        _ = close(descriptor)
    }

    package borrowing func signal() {
        var one: UInt64 = 1
        _ = write(descriptor, &one, 8)
    }
}

/// Wakes an epoll at a moment. Watched with `.edge` and never read, like `EventFD`.
package struct TimerFD: ~Copyable, Sendable {
    package let descriptor: Int32

    package init() throws(SocketError) {
        descriptor = timerfd_create(CLOCK_MONOTONIC, Int32(TFD_CLOEXEC) | Int32(TFD_NONBLOCK))
        guard descriptor >= 0 else { throw SocketError("timerfd_create") }
    }

    deinit {
        _ = close(descriptor)
    }

    /// - Parameter moment: in `SystemClock.monotonicMilliseconds`; nil stops the timer. A moment gone by is now.
    package borrowing func set(_ moment: Int?) {
        var time = itimerspec()
        if let moment {
            let moment = max(moment, 1)  // zero would stop it
            time.it_value = timespec(tv_sec: moment / 1000, tv_nsec: moment % 1000 * 1_000_000)
        }
        _ = timerfd_settime(descriptor, Int32(TFD_TIMER_ABSTIME), &time, nil)
    }
}

/// Which thread this is, as a number to compare.
package func currentThread() -> UInt {
    UInt(pthread_self())
}
