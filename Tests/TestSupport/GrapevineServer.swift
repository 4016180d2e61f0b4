import Foundation

/// The real server, as a process of its own on a port that the system chose. It ends with this object at the latest.
package final class GrapevineServer: Sendable {
    package let command: RunningCommand
    package let port: Int

    /// Starts a server and waits until it says that it listens.
    ///
    /// Its redirects wait for their click's commit however busy the machine is, unless `arguments` say otherwise: no
    /// redirect goes out without a token then.
    package init(database: String, _ arguments: [String] = []) throws {
        command = try GrapevineCommand.start(
            ["serve", "--listen", "127.0.0.1:0", "--database", database] + arguments,
            environment: ["GRAPEVINE_CLICK_WAIT": "60000"])
        let line = try command.errors.line(containing: "event=server.listening")
        let address = line.split(separator: " ").first { $0.hasPrefix("address=") }
        guard let port = address?.split(separator: ":").last.flatMap({ Int($0) }) else {
            throw OutputError(expected: "address=127.0.0.1:PORT", output: line)
        }
        self.port = port
    }

    package func connect() throws -> HTTPClient {
        try HTTPClient(port: port)
    }

    /// Sends SIGTERM and waits for the end.
    @discardableResult
    package func terminate() throws -> RunningCommand.Ending {
        command.send(SIGTERM)
        return try command.wait()
    }

    /// Sends SIGKILL and waits for the end: what a power cut leaves behind, but for the disk's own cache.
    package func kill() throws {
        command.send(SIGKILL)
        try command.wait()
    }
}
