import CLinux
import Glibc
import Synchronization

/// The system's random numbers, fit for secrets. They are drawn by the half kilobyte: a click needs two, and each draw
/// is a call of the kernel.
package enum SystemRandom {
    private static let count = 64

    private static let drawn = Mutex<[UInt64]>([])

    /// Each number is given once.
    package static func next() -> UInt64 {
        drawn.withLock { drawn in
            if drawn.isEmpty { drawn = draw() }
            return drawn.removeLast()
        }
    }

    /// - Source: getrandom(2): up to 256 bytes come whole; of more, a signal may leave some out.
    private static func draw() -> [UInt64] {
        [UInt64](unsafeUninitializedCapacity: count) { numbers, initialised in
            let bytes = UnsafeMutableRawBufferPointer(numbers)
            var filled = 0
            while filled < bytes.count {
                let got = getrandom(bytes.baseAddress?.advanced(by: filled), bytes.count - filled, 0)
                precondition(got > 0 || errno == EINTR, "the system gives no random numbers")
                filled += max(0, got)
            }
            initialised = count
        }
    }
}
