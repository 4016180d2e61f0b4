import Foundation

/// The real server, as a process of its own on a port that the system chose. It ends with this object at the latest.
package final class GrapevineServer: Sendable {
    package let command: RunningCommand
    /// Where it listens, as it says.
    package let addresses: [String]
    /// Of its first address; 0 where that has none.
    package let port: Int

    /// Its redirects wait for their click's commit however busy the machine is, unless its arguments say otherwise: no
    /// redirect goes out without a token then.
    private static let environment = ["GRAPEVINE_CLICK_WAIT": "60000"]

    /// Starts a server and waits until it says that it listens.
    /// - Parameters:
    ///   - listen: addresses with commas between.
    ///   - environment: added to the tests' own.
    package convenience init(
        database: String, listen: String = "127.0.0.1:0", _ arguments: [String] = [],
        environment: [String: String] = [:]
    ) throws {
        let arguments = ["serve", "--listen", listen, "--database", database] + arguments
        let command = try GrapevineCommand.start(
            arguments, environment: Self.environment.merging(environment) { $1 })
        try self.init(command, addressCount: listen.split(separator: ",").count)
    }

    /// Starts a server on a socket that somebody else keeps, and waits until it says that it listens.
    package convenience init(database: String, handingOver socket: Int32) throws {
        let arguments = ["serve", "--database", database]
        let command = try GrapevineCommand.start(arguments, environment: Self.environment, handingOver: socket)
        try self.init(command, addressCount: 1)
    }

    /// Starts a server that may have so many files and sockets open, and no more.
    package convenience init(database: String, descriptors: Int, _ arguments: [String] = []) throws {
        let arguments = ["serve", "--listen", "127.0.0.1:0", "--database", database] + arguments
        let command = try GrapevineCommand.start(arguments, environment: Self.environment, descriptors: descriptors)
        try self.init(command, addressCount: 1)
    }

    private init(_ command: RunningCommand, addressCount: Int) throws {
        self.command = command
        let lines = try command.errors.lines(containing: "event=server.listening", count: addressCount)
        addresses = lines.compactMap { line in
            line.split(separator: " ").first { $0.hasPrefix("address=") }.map { String($0.dropFirst(8)) }
        }
        port = addresses.first.map { Self.port(of: $0) } ?? 0
    }

    /// 0 where an address has none.
    package static func port(of address: String) -> Int {
        address.split(separator: ":").last.flatMap { Int($0) } ?? 0
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
