import Foundation

/// Programs of the system, found by name: the real clients that people have.
package enum SystemProgram {
    package static func isInstalled(_ name: String) -> Bool { path(of: name) != nil }

    /// Starts one. `nice`, `taskset` and their like may be started with another's name: they leave the process number
    /// alone.
    /// - Parameter words: its name or path, and its arguments.
    package static func start(_ words: [String]) throws -> RunningCommand {
        guard let name = words.first, let program = path(of: name) else {
            throw OutputError(expected: words.first ?? "a program", output: "it is not installed")
        }
        return try RunningCommand(
            program, Array(words.dropFirst()), environment: ["PATH": folders.joined(separator: ":")])
    }

    /// Runs one to its end.
    /// - Returns: its output.
    /// - Throws: `OutputError` where it failed.
    package static func run(_ words: [String]) throws -> String {
        let command = try start(words)
        guard case .exit(0) = try command.wait() else {
            throw OutputError(
                expected: words.joined(separator: " "), output: command.errors.all + command.output.all)
        }
        return command.output.all
    }

    /// - Parameter name: a path is taken as it is.
    private static func path(of name: String) -> URL? {
        let paths = name.contains("/") ? [name] : folders.map { "\($0)/\(name)" }
        return paths.map { URL(filePath: $0) }.first { FileManager.default.isExecutableFile(atPath: $0.path) }
    }

    /// Where programs are, and where only root looks but Debian keeps some that anybody may run.
    private static var folders: [String] {
        let path = ProcessInfo.processInfo.environment["PATH", default: "/usr/bin:/bin"]
        return path.split(separator: ":").map { String($0) } + ["/usr/sbin", "/sbin"]
    }
}
