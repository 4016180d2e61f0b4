import Glibc
import Testing

@testable import CLI

@Suite("Writing the log")
struct LogWriterTests {
    /// A pipe's two ends; the reading end gives up when nothing comes.
    private func makePipe() throws -> (reading: Int32, writing: Int32) {
        var ends: [Int32] = [0, 0]
        try #require(pipe(&ends) == 0)
        return (ends[0], ends[1])
    }

    /// Whole lines, up to one that has `last` in it.
    private func lines(_ descriptor: Int32, until last: String) -> [String] {
        var text: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65536)
        while text.last != UInt8(ascii: "\n") || !String(decoding: text, as: UTF8.self).contains(last) {
            let count = read(descriptor, &buffer, buffer.count)
            guard count > 0 else { break }
            text.append(contentsOf: buffer[..<count])
        }
        return String(decoding: text, as: UTF8.self).split(separator: "\n").map { String($0) }
    }

    @Test("keeps the order of lines")
    func order() throws {
        let pipe = try makePipe()
        let writer = LogWriter(to: pipe.writing)
        for number in 0..<1000 { writer.write("line \(number)") }
        writer.finish()
        #expect(lines(pipe.reading, until: "line 999") == (0..<1000).map { "line \($0)" })
        close(pipe.reading)
        close(pipe.writing)
    }

    @Test("holds nobody up when its reader is stuck, drops what is too much, and says how much that was")
    func stuck() throws {
        let pipe = try makePipe()
        let writer = LogWriter(to: pipe.writing)
        let line = String(repeating: "x", count: 200)
        for _ in 0..<(2 * LogWriter.capacity) { writer.write(line) }
        // It may be said in two parts, where the first lines are dropped before any is written.
        var (written, dropped) = (0, 0)
        while written + dropped < 2 * LogWriter.capacity {
            let read = lines(pipe.reading, until: "\n")
            let sums = read.filter { $0.contains("event=log.dropped") }
            written += read.count - sums.count
            dropped += sums.reduce(0) { $0 + ($1.split(separator: "=").last.flatMap { Int($0) } ?? 0) }
            if read.isEmpty { break }
        }
        #expect(dropped > 0)
        #expect(written + dropped == 2 * LogWriter.capacity)
        close(pipe.reading)
        close(pipe.writing)
    }
}
