import Foundation

/// The real curl: what people type when they try the server.
package enum Curl {
    package static var isInstalled: Bool { program != nil }

    private static var program: URL? {
        let folders = ProcessInfo.processInfo.environment["PATH", default: "/usr/bin:/bin"].split(separator: ":")
        return folders.map { URL(filePath: String($0)).appending(path: "curl") }
            .first { FileManager.default.isExecutableFile(atPath: $0.path) }
    }

    /// Runs curl, quietly and without its settings file, and gives back what it printed.
    /// - Throws: `OutputError` where curl itself failed.
    package static func run(_ arguments: String...) throws -> String {
        guard let program else { throw OutputError(expected: "curl", output: "it is not installed") }
        let command = try RunningCommand(program, ["-q", "--silent", "--show-error", "--max-time", "60"] + arguments)
        guard case .exit(0) = try command.wait() else {
            throw OutputError(expected: "an answer to curl", output: command.errors.all)
        }
        return command.output.all
    }
}
