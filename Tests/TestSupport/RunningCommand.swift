import Foundation

/// A process that a test has started. It ends with this object at the latest.
///
/// `@unchecked Sendable` because `process` is set up in `init`; after that only its own identifier is read, and
/// `ending` is touched only while `condition` is locked.
package final class RunningCommand: @unchecked Sendable {
    package let output: OutputLines
    package let errors: OutputLines
    private let process = Process()
    private let condition = NSCondition()
    private var ending: Ending?

    /// How a process ended: 0...255, or the signal that ended it.
    package enum Ending: Hashable, Sendable {
        case exit(Int32)
        case signal(Int32)
    }

    /// - Parameters:
    ///   - environment: added to the tests' own, from which the server's settings are left out.
    ///   - input: a descriptor for the process's standard input; nil: nothing.
    package init(
        _ program: URL, _ arguments: [String], environment: [String: String] = [:], input: Int32? = nil
    ) throws {
        let (outputPipe, errorPipe) = (Pipe(), Pipe())
        process.executableURL = program
        process.arguments = arguments
        process.environment = ProcessInfo.processInfo.environment
            .filter { !$0.key.hasPrefix("GRAPEVINE_") }
            .merging(environment) { $1 }
        process.standardOutput = outputPipe
        process.standardError = errorPipe
        process.standardInput =
            input.map { FileHandle(fileDescriptor: $0, closeOnDealloc: false) } ?? FileHandle.nullDevice
        output = OutputLines(reading: outputPipe.fileHandleForReading)
        errors = OutputLines(reading: errorPipe.fileHandleForReading)
        process.terminationHandler = { [weak self] process in
            self?.end(process)
        }
        try process.run()
    }

    deinit {
        if process.isRunning { send(SIGKILL) }
    }

    /// The process number.
    package var identifier: Int32 { process.processIdentifier }

    package var hasEnded: Bool { condition.withLock { ending != nil } }

    package func send(_ signal: Int32) {
        // Its number may be another's by then.
        guard !hasEnded else { return }
        kill(identifier, signal)
    }

    /// Waits for the end of the process.
    /// - Throws: `OutputError` when it has not ended after a minute.
    @discardableResult
    package func wait() throws -> Ending {
        condition.lock()
        defer { condition.unlock() }
        let deadline = Date(timeIntervalSinceNow: 60)
        while true {
            if let ending { return ending }
            guard condition.wait(until: deadline) else {
                throw OutputError(expected: "end of the process", output: errors.soFar)
            }
        }
    }

    private func end(_ process: Process) {
        let ending: Ending =
            process.terminationReason == .exit ? .exit(process.terminationStatus) : .signal(process.terminationStatus)
        condition.withLock {
            self.ending = ending
            condition.broadcast()
        }
    }
}
