import Foundation
import TestSupport
import Testing

@Suite("Sockets that systemd hands over")
struct SocketActivationTests {
    private let folder: TemporaryFolder
    private let listener: LoopbackListener

    init() throws {
        folder = try TemporaryFolder()
        listener = try LoopbackListener()
    }

    private func start() throws -> GrapevineServer {
        try GrapevineServer(database: folder.path("grapevine.db"), handingOver: listener.descriptor)
    }

    @Test("are served instead of the default address")
    func served() throws {
        let server = try start()
        #expect(server.addresses == ["127.0.0.1:\(listener.port)"])
        #expect(try server.connect().call("GET", "/healthz").status == 200)
        try server.terminate()
        // Only the one line: nothing else was listened on.
        let lines = server.command.errors.all.split(separator: "\n").filter { $0.contains("event=server.listening") }
        #expect(lines.count == 1)
    }

    @Test("are served beside addresses that were given")
    func both() throws {
        let arguments = ["serve", "--listen", "127.0.0.1:0", "--database", folder.path("grapevine.db")]
        let command = try GrapevineCommand.start(arguments, handingOver: listener.descriptor)
        let lines = try command.errors.lines(containing: "event=server.listening", count: 2)
        #expect(lines[1].contains("address=127.0.0.1:\(listener.port)"))
        #expect(!lines[0].contains(":\(listener.port)"))
        #expect(try HTTPClient(port: listener.port).call("GET", "/healthz").status == 200)
        command.send(SIGTERM)
        #expect(try command.wait() == .exit(0))
    }

    @Test("have to be listening sockets")
    func noSocket() throws {
        let file = open("/dev/null", O_RDONLY)
        defer { close(file) }
        let arguments = ["serve", "--database", folder.path("grapevine.db")]
        let command = try GrapevineCommand.start(arguments, handingOver: file)
        #expect(try command.wait() == .exit(1))
        #expect(command.errors.all.contains("cannot listen on descriptor 3"))
        #expect(command.errors.all.contains("ListenStream="))
    }

    @Test("keep clients that come between two servers")
    func between() throws {
        try start().terminate()
        let client = try HTTPClient(port: listener.port)
        try client.send("GET", "/healthz")
        let server = try start()
        #expect(try client.receive().status == 200)
        try server.terminate()
    }

    @Test("keep every client through restarts")
    func restarts() throws {
        let stream = ClientStream(port: listener.port, clients: 8)
        var server = try start()
        for _ in 0..<3 {
            stream.waitForAnswers(100)
            #expect(try server.terminate() == .exit(0))
            server = try start()
        }
        stream.waitForAnswers(100)
        let outcomes = stream.end()
        #expect(outcomes.allSatisfy { $0 == "200" }, "\(Set(outcomes))")
        try server.terminate()
    }
}

/// Clients that connect one after the other, ask, and leave, without a pause.
///
/// `@unchecked Sendable` because everything that changes is touched only while `condition` is locked.
private final class ClientStream: @unchecked Sendable {
    private let condition = NSCondition()
    private var outcomes: [String] = []
    private var running: Int
    private var isEnding = false

    init(port: Int, clients: Int) {
        running = clients
        for _ in 0..<clients {
            Thread { [self] in
                while condition.withLock({ !isEnding }) {
                    let outcome = Self.ask(port)
                    condition.withLock {
                        outcomes.append(outcome)
                        condition.broadcast()
                    }
                }
                condition.withLock {
                    running -= 1
                    condition.broadcast()
                }
            }.start()
        }
    }

    /// Waits for so many more.
    func waitForAnswers(_ count: Int) {
        condition.lock()
        defer { condition.unlock() }
        let wanted = outcomes.count + count
        wait { self.outcomes.count >= wanted }
    }

    /// - Returns: the status that each client got, or what went wrong.
    func end() -> [String] {
        condition.lock()
        defer { condition.unlock() }
        isEnding = true
        wait { self.running == 0 }
        return outcomes
    }

    private func wait(until isDone: () -> Bool) {
        let deadline = Date(timeIntervalSinceNow: 60)
        while !isDone(), condition.wait(until: deadline) {}
    }

    private static func ask(_ port: Int) -> String {
        do {
            let client = try HTTPClient(port: port)
            return "\(try client.call("GET", "/healthz", fields: ["Connection": "close"]).status)"
        } catch {
            return "\(error)"
        }
    }
}
