import Dispatch
import Glibc

/// One line on standard error that tells how far a long command is, for somebody who looks on: only where that is a
/// terminal, and standard output is not the same one.
struct ProgressLine {
    private let isShown: Bool
    private var shownAt: UInt64 = 0

    /// From one telling to the next, in nanoseconds.
    private static let pause: UInt64 = 100_000_000

    /// - Parameter sharesTerminal: whether the command writes its result as it goes, which would mix with the line.
    init(sharesTerminal: Bool = false) {
        isShown = isatty(STDERR_FILENO) == 1 && !(sharesTerminal && isatty(STDOUT_FILENO) == 1)
    }

    /// Tells where things stand, unless it was told a moment ago.
    mutating func tell(_ words: @autoclosure () -> String) {
        guard isShown else { return }
        let now = DispatchTime.now().uptimeNanoseconds
        guard now >= shownAt + Self.pause else { return }
        shownAt = now
        _ = Output.write(Self.start + words(), to: STDERR_FILENO)
    }

    /// Leaves the last words standing; without any, takes the line away.
    func end(_ words: String = "") {
        guard isShown else { return }
        _ = Output.write(Self.start + (words.isEmpty ? "" : words + "\n"), to: STDERR_FILENO)
    }

    /// To the first column, and what stands there wiped out.
    private static let start = "\r\u{1B}[K"
}
