import Foundation

/// What a process writes to one of its streams. It is read as it comes, so that the pipe never fills.
///
/// `@unchecked Sendable` because `text` and `hasEnded` are touched only while `condition` is locked.
package final class OutputLines: @unchecked Sendable {
    /// How long a line may take to come: for a machine that is busy with something else.
    private static let patience: TimeInterval = 60

    private let condition = NSCondition()
    private var text: [UInt8] = []
    private var hasEnded = false

    init(reading handle: FileHandle) {
        Thread { [self] in
            var buffer = [UInt8](repeating: 0, count: 65536)
            while true {
                let count = read(handle.fileDescriptor, &buffer, buffer.count)
                if count < 0, errno == EINTR { continue }
                condition.withLock {
                    if count > 0 { text.append(contentsOf: buffer[..<count]) } else { hasEnded = true }
                    condition.broadcast()
                }
                if count <= 0 { return }
            }
        }.start()
    }

    /// Waits for a whole line that has `part` in it.
    /// - Throws: `OutputError` with all that came, when the stream ends first or nothing comes for a minute.
    package func line(containing part: String) throws -> String {
        try lines(containing: part, count: 1)[0]
    }

    /// Waits for so many of them.
    /// - Returns: the first ones, just as many.
    package func lines(containing part: String, count: Int) throws -> [String] {
        let found = wait {
            let lines = self.lines(in: self.text, containing: part).prefix(count)
            return lines.count == count ? Array(lines) : nil
        }
        guard let found else { throw OutputError(expected: "\(count) of \(part)", output: soFar) }
        return found
    }

    /// Everything, once the stream has ended.
    package var all: String {
        let all = wait { self.hasEnded ? String(decoding: self.text, as: UTF8.self) : nil }
        return all ?? soFar
    }

    /// What has come by now.
    package var soFar: String {
        condition.withLock { String(decoding: text, as: UTF8.self) }
    }

    private func wait<Value>(for value: () -> Value?) -> Value? {
        condition.lock()
        defer { condition.unlock() }
        let deadline = Date(timeIntervalSinceNow: Self.patience)
        while true {
            if let value = value() { return value }
            if hasEnded || !condition.wait(until: deadline) { return value() }
        }
    }

    private func lines(in text: [UInt8], containing part: String) -> [String] {
        let complete = text.lastIndex(of: UInt8(ascii: "\n")).map { text[..<$0] } ?? []
        return complete.split(separator: UInt8(ascii: "\n")).lazy
            .map { String(decoding: $0, as: UTF8.self) }
            .filter { $0.contains(part) }
    }
}

/// What a test waited for in vain, and what came instead.
package struct OutputError: Error, CustomStringConvertible {
    let expected: String
    let output: String

    package var description: String { "waited for: \(expected); came: \(output)" }
}
