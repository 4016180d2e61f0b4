import Domain
import Logging
import Testing

@testable import CLI

@Suite("The log")
struct EventLogTests {
    @Test("an event is one line of key=value, the time first, values in quotes where they need them")
    func line() {
        #expect(line("server.listening", ["b": "x y", "a": "1"]) == "level=info event=server.listening a=1 b=\"x y\"")
        #expect(line("two words", ["a": ""]) == "level=info event=\"two words\" a=\"\"")
    }

    @Test("no value ends its line, its quotes, or reaches the terminal")
    func hostile() {
        #expect(line("x", ["a": "1\nlevel=error"]) == #"level=info event=x a="1\nlevel=error""#)
        #expect(line("x", ["a": "\u{1b}[2J\r"]) == #"level=info event=x a="\u{1b}[2J\u{d}""#)
        #expect(line("x", ["a": "\"\\"]) == #"level=info event=x a="\"\\""#)
        #expect(line("x\ny", [:]) == #"level=info event="x\ny""#)
    }

    private func line(_ message: String, _ metadata: Logger.Metadata) -> String {
        let line = EventLog.line(at: Timestamp(milliseconds: 0), .info, message, metadata, error: nil)
        let time = "time=1970-01-01T00:00:00.000Z "
        #expect(line.hasPrefix(time))
        return String(line.dropFirst(time.count))
    }
}
