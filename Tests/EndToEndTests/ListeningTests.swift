import Foundation
import TestSupport
import Testing

@Suite("Listening: TCP, Unix sockets, and who is in the way")
struct ListeningTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    private var path: String { folder.path("http.sock") }

    private func start(_ listen: String, database: String = "grapevine.db", _ arguments: String...) throws
        -> GrapevineServer
    {
        try GrapevineServer(database: folder.path(database), listen: listen, arguments)
    }

    /// Runs a server that can't listen.
    private func refusal(_ listen: String, database: String = "other.db") throws -> String {
        let result = try GrapevineCommand.run(["serve", "--listen", listen, "--database", folder.path(database)])
        #expect(result.ending == .exit(1))
        #expect(result.output.isEmpty)
        return result.errors
    }

    private var fileExists: Bool { FileManager.default.fileExists(atPath: path) }

    @Test("two ports and a Unix socket are served at once", .enabled(if: Curl.isInstalled))
    func several() throws {
        let server = try start("127.0.0.1:0,127.0.0.2:0,unix:\(path)")
        #expect(server.addresses.count == 3)
        for address in server.addresses.prefix(2) {
            #expect(try Curl.run("-o", "/dev/null", "-w", "%{http_code}", "http://\(address)/healthz") == "200")
        }
        #expect(server.addresses.last == "unix:\(path)")
        let answer = try Curl.run(
            "-o", "/dev/null", "-w", "%{http_code}", "--unix-socket", path, "http://shop.example/healthz")
        #expect(answer == "200")
    }

    @Test("IPv6 is served, and IPv4 through [::] as well", .enabled(if: hasIPv6Loopback && Curl.isInstalled))
    func ipv6() throws {
        let server = try start("[::1]:0,[::]:0")
        let port = GrapevineServer.port(of: server.addresses[1])
        for url in ["http://[::1]:\(server.port)", "http://[::1]:\(port)", "http://127.0.0.1:\(port)"] {
            #expect(try Curl.run("-g", "-o", "/dev/null", "-w", "%{http_code}", "\(url)/healthz") == "200", "\(url)")
        }
    }

    @Test("a Unix socket has the mode it was given", arguments: [("660", 0o660), ("0600", 0o600), ("666", 0o666)])
    func mode(text: String, mode: Int) throws {
        let server = try start("unix:\(path)", "--socket-mode", text)
        let attributes = try FileManager.default.attributesOfItem(atPath: path)
        #expect((attributes[.posixPermissions] as? NSNumber)?.intValue == mode)
        try server.terminate()
    }

    @Test("the socket's file is gone after SIGTERM")
    func gone() throws {
        let server = try start("unix:\(path)")
        #expect(fileExists)
        #expect(try server.terminate() == .exit(0))
        #expect(!fileExists)
    }

    @Test("a socket that a crash left behind is replaced")
    func stale() throws {
        try start("unix:\(path)").kill()
        #expect(fileExists)
        let server = try start("unix:\(path)")
        #expect(try HTTPClient(path: path).call("GET", "/healthz").status == 200)
        try server.terminate()
    }

    @Test("a socket that another server answers on is refused, and goes on being answered")
    func alive() throws {
        let server = try start("unix:\(path)")
        let words = try refusal("unix:\(path)")
        #expect(words.contains("cannot listen on unix:\(path)"))
        #expect(words.contains("another process answers there"))
        #expect(try HTTPClient(path: path).call("GET", "/healthz").status == 200)
        try server.terminate()
    }

    @Test("a file that is no socket is refused, and kept")
    func otherFile() throws {
        try folder.write("precious", to: "http.sock")
        #expect(try refusal("unix:\(path)").contains("no socket"))
        #expect(try String(contentsOfFile: path, encoding: .utf8) == "precious")
    }

    @Test("a path without its directory, or that is too long, is refused with what to do")
    func badPaths() throws {
        #expect(try refusal("unix:\(folder.path("none/a.sock"))").contains("a directory that is there"))
        let long = folder.path(String(repeating: "x", count: 108))
        #expect(try refusal("unix:\(long)").contains("107 bytes"))
    }

    @Test("a taken port is refused by name, and nothing of the other addresses is left behind")
    func takenPort() throws {
        let server = try start("127.0.0.1:0")
        let words = try refusal("unix:\(path),127.0.0.1:\(server.port)")
        #expect(words.contains("cannot listen on 127.0.0.1:\(server.port)"))
        #expect(words.contains("another process has it"))
        #expect(!fileExists)
    }

    @Test("SIGHUP and SIGPIPE do no harm, nor does a client that leaves before its answer")
    func harmlessSignals() throws {
        let server = try start("127.0.0.1:0")
        let client = try server.connect()
        #expect(try client.call("GET", "/healthz").status == 200)
        for signal in [SIGHUP, SIGPIPE] {
            server.command.send(signal)
            #expect(try client.call("GET", "/healthz").status == 200)
        }
        for _ in 0..<50 {
            let hasty = try server.connect()
            for _ in 0..<20 { try hasty.send("GET", "/healthz") }
            hasty.close()
        }
        #expect(try client.call("GET", "/healthz").status == 200)
        #expect(try server.terminate() == .exit(0))
    }
}
