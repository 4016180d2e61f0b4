import Foundation
import Glibc
import Synchronization

/// What is printed: lines as they come, and at the end how many limits were missed.
enum Report {
    private static let missed = Mutex<[String]>([])

    static func begin(_ title: String) {
        line("")
        line("\(title); load average \(loadAverage().text(2))")
    }

    static func line(_ text: String) {
        print(text)
        fflush(nil)
    }

    /// One figure, without a limit.
    static func figure(_ name: String, _ value: String) {
        line("  \(padded(name, 46)) \(value)")
    }

    /// One figure and whether it is within its limit.
    static func limit(_ name: String, _ value: String, _ limit: String, isMet: Bool) {
        if !isMet { missed.withLock { $0.append(name) } }
        line("  \(padded(name, 46)) \(padded(value, 34)) \(padded(limit, 18)) \(isMet ? "ok" : "MISSED")")
    }

    static func end() {
        let missed = missed.withLock { $0 }
        line("")
        line(missed.isEmpty ? "all limits met" : "MISSED: \(missed.joined(separator: "; "))")
    }

    private static func padded(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(0, width - text.count))
    }
}

extension Int {
    /// `64.0 MiB` and the like.
    var asBytes: String {
        switch self {
        case ..<10_240: "\(self) B"
        case ..<(10 * 1024 * 1024): "\((Double(self) / 1024).text(1)) KiB"
        default: "\((Double(self) / 1024 / 1024).text(1)) MiB"
        }
    }
}
