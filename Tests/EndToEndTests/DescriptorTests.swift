import TestSupport
import Testing

@Suite("Out of descriptors")
struct DescriptorTests {
    @Test("the server says so, goes on serving who is connected, and takes the others as soon as it can")
    func exhausted() throws {
        let folder = try TemporaryFolder()
        let server = try GrapevineServer(database: folder.path("grapevine.db"), descriptors: 48)
        let first = try server.connect()
        #expect(try first.call("GET", "/healthz").status == 200)
        // More than it can have; those it can't take wait in the system's queue.
        var others = try (0..<60).map { _ in try server.connect() }
        for other in others { try other.send("GET", "/healthz") }
        let line = try server.command.errors.line(containing: "event=accept.paused")
        #expect(line.contains("remedy="))
        #expect(try first.call("GET", "/healthz").status == 200)
        // Each that is answered and leaves makes room for one that waits.
        while !others.isEmpty {
            let other = others.removeFirst()
            #expect(try other.receive().status == 200)
            other.close()
        }
        #expect(try server.connect().call("GET", "/healthz").status == 200)
    }
}
