import Domain
import Logging

/// Logs one line an event: `time=2026-11-21T10:00:00.000Z level=info event=server.listening
/// address=127.0.0.1:8080`. The message is the event's name; metadata follows in the order of its keys.
struct EventLog: LogHandler {
    var logLevel: Logger.Level
    var metadata: Logger.Metadata = [:]
    var metadataProvider: Logger.MetadataProvider?
    let writer: LogWriter

    subscript(metadataKey key: String) -> Logger.MetadataValue? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        let own = metadata.merging(metadataProvider?.get() ?? [:]) { $1 }
        let line = Self.line(
            at: WallClock.now(), event.level, "\(event.message)", own.merging(event.metadata ?? [:]) { $1 },
            error: event.error)
        writer.write(line)
    }

    /// Lines were dropped because nobody took them.
    static func line(dropped: Int) -> String {
        line(at: WallClock.now(), .warning, "log.dropped", ["lines": "\(dropped)"], error: nil)
    }

    static func line(
        at moment: Timestamp, _ level: Logger.Level, _ message: String, _ metadata: Logger.Metadata, error: (any Error)?
    ) -> String {
        var line = "time=\(moment.rfc3339) level=\(level.rawValue) event=\(quoted(message))"
        for (key, value) in metadata.sorted(by: { $0.key < $1.key }) {
            line += " \(key)=\(quoted("\(value)"))"
        }
        if let error { line += " error=\(quoted("\(error)"))" }
        return line
    }

    /// As it stands if it is one plain word, else in quotes.
    private static func quoted(_ text: String) -> String {
        let isPlain = !text.isEmpty && text.utf8.allSatisfy { (0x21...0x7E).contains($0) && !"\"=\\".utf8.contains($0) }
        guard !isPlain else { return text }
        let escaped = text.withoutQuotes.withoutControls
        return "\"\(escaped)\""
    }
}

extension String {
    /// With a backslash before each quote and backslash.
    fileprivate var withoutQuotes: String {
        reduce(into: "") { result, character in
            if character == "\"" || character == "\\" { result.append("\\") }
            result.append(character)
        }
    }
}

extension Logger {
    /// The log of a command.
    static func writing(to writer: LogWriter, _ level: Logger.Level) -> Logger {
        Logger(label: "grapevine") { _ in EventLog(logLevel: level, writer: writer) }
    }
}
