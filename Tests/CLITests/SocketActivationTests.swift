import Testing
import Wire

@testable import CLI

@Suite("Sockets that systemd hands over")
struct SocketActivationTests {
    @Test("begin at descriptor 3, as many as there are")
    func counted() throws {
        #expect(try sockets("2").map(\.description) == ["descriptor 3", "descriptor 4"])
        #expect(try sockets("0").isEmpty)
    }

    @Test("are not ours when they were handed to another process, or to none")
    func others() throws {
        #expect(try sockets("1", process: "78").isEmpty)
        #expect(try sockets("1", process: nil).isEmpty)
        #expect(try sockets("1", process: "").isEmpty)
        #expect(try sockets("1", process: "+77").isEmpty)
        #expect(try sockets(nil).isEmpty)
    }

    @Test("are refused when their number is none", arguments: ["", "-1", "65", "2147483648", "1 ", "x"])
    func malformed(count: String) {
        #expect {
            try sockets(count)
        } throws: { error in
            (error as? Failure)?.words.hasPrefix("LISTEN_FDS=\(count): give ") == true
        }
    }

    private func sockets(_ count: String?, process: String? = "77") throws -> [ListenAddress] {
        let variables = ["LISTEN_FDS": count, "LISTEN_PID": process].compactMapValues(\.self)
        return try SocketActivation.sockets(process: 77) { variables[$0] }
    }
}
