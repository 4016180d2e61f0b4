import Testing
import TestSupport
import Wire

@testable import CLI

@Suite("Words for what can't be listened on")
struct SocketFailureTests {
    @Test("a port that another process has")
    func takenPort() throws {
        let first = try ListeningSocket(.tcp(host: "127.0.0.1", port: 0))
        defer { first.close() }
        try expect(first.address, "cannot listen on 127.0.0.1:\(first.address.port) (bind: ", "another process has it")
    }

    @Test("an address of another machine")
    func otherMachine() throws {
        // 192.0.2.0/24 is for documentation alone. RFC 5737.
        try expect(.tcp(host: "192.0.2.1", port: 0), "cannot listen on 192.0.2.1:0", "an address of this machine")
    }

    @Test("a Unix socket that is answered, a path that is a file, one that is too long, one without a directory")
    func unix() throws {
        let folder = try TemporaryFolder()
        func address(_ name: String) -> ListenAddress { .unix(path: folder.path(name), mode: 0o660) }
        let first = try ListeningSocket(address("a.sock"))
        defer { first.close() }
        try expect(first.address, "cannot listen on unix:\(folder.path("a.sock"))", "another process answers there")
        try folder.write("", to: "file")
        try expect(address("file"), "unix:\(folder.path("file"))", "no socket")
        try expect(address(String(repeating: "x", count: 108)), "unix:", "107 bytes")
        try expect(address("none/a.sock"), "No such file or directory", "a directory that is there")
    }

    @Test("a descriptor that is no listening socket")
    func inherited() throws {
        try expect(.inherited(descriptor: -1), "cannot listen on descriptor -1", "ListenStream=")
    }

    private func expect(_ address: ListenAddress, _ parts: String...) throws {
        do throws(SocketError) {
            try ListeningSocket(address).close()
            Issue.record("\(address) is listened on")
        } catch {
            for part in parts { #expect(error.words.contains(part), "\(error.words)") }
        }
    }
}
