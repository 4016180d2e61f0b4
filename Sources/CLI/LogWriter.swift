import Dispatch
import Glibc
import Synchronization

/// Writes log lines on a thread of its own. Whoever reads them may be slow or stuck, and neither a reactor nor the way
/// to a clean end may wait for that.
final class LogWriter: Sendable {
    /// Lines that wait to be written. Beyond it they are dropped, and counted.
    static let capacity = 20_000
    /// How long the end of the process waits for the last lines.
    private static let patience = DispatchTimeInterval.seconds(2)

    private struct Waiting {
        var lines: [String] = []
        var dropped = 0
        var isWriting = false
    }

    private let descriptor: Int32
    private let queue = DispatchQueue(label: "grapevine.log", qos: .utility)
    private let waiting = Mutex(Waiting())

    init(to descriptor: Int32) {
        self.descriptor = descriptor
    }

    /// - Parameter line: without its line end.
    func write(_ line: String) {
        let begins = waiting.withLock { waiting in
            guard waiting.lines.count < Self.capacity else {
                waiting.dropped += 1
                return false
            }
            waiting.lines.append(line)
            defer { waiting.isWriting = true }
            return !waiting.isWriting
        }
        if begins { queue.async { self.writeAll() } }
    }

    /// Waits until every line is written, but not for long.
    func finish() {
        let written = DispatchSemaphore(value: 0)
        queue.async { written.signal() }
        _ = written.wait(timeout: .now() + Self.patience)
    }

    private func writeAll() {
        while let (lines, dropped) = take() {
            var text = ""
            for line in lines { text += line + "\n" }
            if dropped > 0 { text += EventLog.line(dropped: dropped) + "\n" }
            _ = Output.write(text, to: descriptor)
        }
    }

    /// - Returns: nil when there is nothing, and nobody is writing any more.
    private func take() -> (lines: [String], dropped: Int)? {
        waiting.withLock { waiting in
            guard !waiting.lines.isEmpty || waiting.dropped > 0 else {
                waiting.isWriting = false
                return nil
            }
            defer { (waiting.lines, waiting.dropped) = ([], 0) }
            return (waiting.lines, waiting.dropped)
        }
    }
}
