import Dispatch
import Logging
import Synchronization
import Wire

/// Writes a line for each answer, away from the reactors.
///
/// A line has no query, no address and no field of the request: a query carries tokens, and a log is kept for longer
/// and seen by more people than the store.
final class AccessLog: Sendable {
    /// One answer.
    struct Line: Sendable {
        let id: RequestID
        /// nil for bytes that were no request; so the path and the time.
        let method: Method?
        /// Not the whole head: it has secrets, and many lines may wait.
        let path: [UInt8]
        let status: Int
        let bytes: Int
        let milliseconds: Int
    }

    /// Lines that wait to be written. Beyond it they are dropped, and counted.
    static let capacity = 10_000
    private static let longestSegment = 32
    static let longestPath = 256
    /// How long the end of a server waits for the last lines.
    private static let patience = DispatchTimeInterval.seconds(2)

    private let logger: Logger
    private let queue = DispatchQueue(label: "grapevine.access-log", qos: .utility)
    private let waiting = Atomic(0)
    private let dropped = Atomic(0)

    init(_ logger: Logger) {
        self.logger = logger
    }

    func write(_ lines: [Line]) {
        let before = waiting.add(lines.count, ordering: .relaxed).oldValue
        guard before + lines.count <= Self.capacity else {
            waiting.subtract(lines.count, ordering: .relaxed)
            dropped.add(lines.count, ordering: .relaxed)
            return
        }
        queue.async { [self] in
            for line in lines { write(line) }
            waiting.subtract(lines.count, ordering: .relaxed)
            let lost = dropped.exchange(0, ordering: .relaxed)
            if lost > 0 { logger.warning("access.dropped", metadata: ["lines": "\(lost)"]) }
        }
    }

    /// Calls `done` once all that was handed over is logged, or a moment later where that does not end.
    func finish(_ done: @escaping @Sendable () -> Void) {
        DispatchQueue.global(qos: .utility).async { [queue] in
            let written = DispatchSemaphore(value: 0)
            queue.async { written.signal() }
            _ = written.wait(timeout: .now() + Self.patience)
            done()
        }
    }

    private func write(_ line: Line) {
        var metadata: Logger.Metadata = [
            "request": "\(line.id.text)", "status": "\(line.status)", "bytes": "\(line.bytes)",
        ]
        if let method = line.method {
            metadata["method"] = "\(method.rawValue)"
            metadata["path"] = "\(Self.shown(line.path))"
            metadata["ms"] = "\(line.milliseconds)"
        }
        logger.info("access", metadata: metadata)
    }

    /// The path, still escaped. A segment longer than any of our names may be a key or token that somebody put there.
    static func shown(_ path: [UInt8]) -> String {
        let segments = path.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        let shown = segments.lazy.map { segment in
            // An escaped question mark: a query that somebody escaped along with the path.
            let text = String(decoding: segment, as: UTF8.self)
            return segment.count > longestSegment || text.uppercased().contains("%3F") ? "..." : text
        }
        return shown.joined(separator: "/")
    }
}
