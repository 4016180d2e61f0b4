import Foundation

/// The built `grapevine` command.
package enum GrapevineCommand {
    /// What a call came to that has ended.
    package struct Result: Sendable {
        package let ending: RunningCommand.Ending
        package let output: String
        package let errors: String
    }

    /// Runs a call to its end.
    package static func run(_ arguments: [String], environment: [String: String] = [:]) throws -> Result {
        let command = try start(arguments, environment: environment)
        let ending = try command.wait()
        return Result(ending: ending, output: command.output.all, errors: command.errors.all)
    }

    package static func start(_ arguments: [String], environment: [String: String] = [:]) throws -> RunningCommand {
        try RunningCommand(built("grapevine"), arguments, environment: environment)
    }

    /// Starts a call as systemd does that hands a socket over: as descriptor 3, with the variables that say so.
    package static func start(
        _ arguments: [String], environment: [String: String] = [:], handingOver socket: Int32
    ) throws -> RunningCommand {
        let script = "exec 3<&0 0</dev/null; export LISTEN_FDS=1 LISTEN_PID=$$; exec \"$@\""
        return try RunningCommand(
            URL(filePath: "/bin/sh"), ["-c", script, "sh", built("grapevine").path] + arguments,
            environment: environment, input: socket)
    }

    /// Starts a call that may have so many files and sockets open, and no more.
    package static func start(
        _ arguments: [String], environment: [String: String] = [:], descriptors: Int
    ) throws -> RunningCommand {
        let script = "ulimit -n \(descriptors) && exec \"$@\""
        return try RunningCommand(
            URL(filePath: "/bin/sh"), ["-c", script, "sh", built("grapevine").path] + arguments,
            environment: environment)
    }

    /// Runs a call to its end that reads a file as its standard input.
    package static func run(_ arguments: [String], input: String) throws -> Result {
        let command = try RunningCommand(
            URL(filePath: "/bin/sh"),
            ["-c", "file=$1; shift; exec \"$@\" < \"$file\"", "sh", input, built("grapevine").path] + arguments)
        let ending = try command.wait()
        return Result(ending: ending, output: command.output.all, errors: command.errors.all)
    }

    /// Starts a call whose standard output goes to a file or a named pipe.
    package static func start(_ arguments: [String], output: String) throws -> RunningCommand {
        try RunningCommand(
            URL(filePath: "/bin/sh"),
            ["-c", "file=$1; shift; exec \"$@\" > \"$file\"", "sh", output, built("grapevine").path] + arguments)
    }

    /// Runs a call whose standard error is a terminal, and its output a file.
    /// - Returns: what it wrote to the terminal.
    package static func runOnTerminal(_ arguments: [String], output: String) throws -> String {
        let words = try ([built("grapevine").path] + arguments).map { "'\($0)'" }.joined(separator: " ")
        return try SystemProgram.run(["script", "-qec", "\(words) > '\(output)'", "/dev/null"])
    }

    /// What was built with these tests: it lies beside them in the build folder.
    package static func built(_ name: String) throws -> URL {
        let starts = [URL(filePath: CommandLine.arguments[0]), Bundle.main.bundleURL]
        for start in starts {
            var folder = start.standardizedFileURL
            while folder.path != "/" {
                let candidate = folder.appending(path: name)
                var isFolder: ObjCBool = false
                let exists = FileManager.default.fileExists(atPath: candidate.path, isDirectory: &isFolder)
                if exists, !isFolder.boolValue, FileManager.default.isExecutableFile(atPath: candidate.path) {
                    return candidate
                }
                folder.deleteLastPathComponent()
            }
        }
        throw OutputError(expected: "\(name) beside the tests", output: starts.map(\.path).joined(separator: ", "))
    }
}
