import Glibc
import TestSupport
import Testing

@testable import Wire

@Suite("a listening socket")
struct ListeningSocketTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    @Test("on a Unix socket has the mode it was given, accepts, and leaves no file")
    func unix() throws {
        let listener = try ListeningSocket(address("a.sock", mode: 0o640))
        #expect(listener.address.description == "unix:\(folder.path("a.sock"))")
        #expect(!listener.isInherited)
        var status = stat()
        #expect(lstat(folder.path("a.sock"), &status) == 0)
        #expect(status.st_mode & 0o7777 == 0o640)
        let client = try connectToUnixSocket(path: folder.path("a.sock"), patienceSeconds: 60)
        guard case .connection(let socket, let peer) = listener.accept() else {
            Issue.record("nobody came")
            return
        }
        #expect(peer == .unix)
        socket.close()
        close(client)
        listener.close()
        #expect(!exists("a.sock"))
    }

    @Test("takes the place of a socket that nobody answers on")
    func stale() throws {
        let path = folder.path("a.sock")
        let dead = try #require(boundSocket(path))
        close(dead)
        #expect(exists("a.sock"))
        let listener = try ListeningSocket(address("a.sock"))
        close(try connectToUnixSocket(path: path, patienceSeconds: 60))
        listener.close()
    }

    @Test("refuses the place of one that answers, also when its queue is full, and leaves it alone")
    func alive() throws {
        let first = try ListeningSocket(address("a.sock"), backlog: 0)
        for _ in 0..<3 {
            #expect { try ListeningSocket(address("a.sock")) } throws: { ($0 as? SocketError)?.isAddressInUse == true }
        }
        #expect(exists("a.sock"))
        first.close()
    }

    @Test("never removes a file that is no socket")
    func otherFile() throws {
        try folder.write("precious", to: "a.sock")
        #expect { try ListeningSocket(address("a.sock")) } throws: { ($0 as? SocketError)?.isOtherFile == true }
        #expect(exists("a.sock"))
        symlink(folder.path("a.sock"), folder.path("b.sock"))
        #expect { try ListeningSocket(address("b.sock")) } throws: { ($0 as? SocketError)?.isOtherFile == true }
    }

    @Test("does not remove a successor's file when it closes")
    func successor() throws {
        let first = try ListeningSocket(address("a.sock"))
        #expect(unlink(folder.path("a.sock")) == 0)
        let second = try ListeningSocket(address("a.sock"))
        first.close()
        #expect(exists("a.sock"))
        second.close()
        #expect(!exists("a.sock"))
    }

    @Test("has a path of up to 107 octets")
    func longPath() throws {
        let room = SocketAddress.longestPath - folder.path("x").utf8.count + 1
        #expect(SocketAddress.longestPath == 107)
        let name = String(repeating: "x", count: room)
        let listener = try ListeningSocket(address(name))
        #expect(exists(name))
        listener.close()
        #expect { try ListeningSocket(address(name + "x")) } throws: { ($0 as? SocketError)?.isNameTooLong == true }
    }

    @Test("tells what is wrong with a path's directory")
    func noDirectory() {
        #expect { try ListeningSocket(address("none/a.sock")) } throws: { ($0 as? SocketError)?.number == ENOENT }
    }

    @Test("on TCP keeps what the kernel holds for a client small, and sends at once")
    func options() throws {
        let listener = try ListeningSocket(.tcp(host: "127.0.0.1", port: 0))
        #expect(listener.address.port > 0)
        let client = try connectToLoopback(port: listener.address.port, patienceSeconds: 60)
        guard case .connection(let socket, let peer) = listener.accept() else {
            Issue.record("nobody came")
            return
        }
        #expect(peer == Peer(octets: [127, 0, 0, 1]))
        #expect(option(socket.descriptor, TCP_NOTSENT_LOWAT) == 65536)
        #expect(option(socket.descriptor, TCP_NODELAY) == 1)
        socket.close()
        close(client)
        listener.close()
    }

    @Test("may be inherited: it then does not block, is not passed on, and goes on listening when it is closed")
    func inherited() throws {
        let parent = try ListeningSocket(.tcp(host: "127.0.0.1", port: 0))
        _ = fcntl(parent.descriptor, F_SETFL, 0)
        let descriptor = dup(parent.descriptor)
        let child = try ListeningSocket(.inherited(descriptor: descriptor))
        #expect(child.isInherited)
        #expect(child.address == parent.address)
        #expect(fcntl(descriptor, F_GETFL) & O_NONBLOCK != 0)
        #expect(fcntl(descriptor, F_GETFD) & FD_CLOEXEC != 0)
        guard case .none = child.accept() else {
            Issue.record("somebody came")
            return
        }
        child.close()
        close(try connectToLoopback(port: parent.address.port, patienceSeconds: 60))
        parent.close()
    }

    @Test("that is inherited keeps its file")
    func inheritedUnix() throws {
        let parent = try ListeningSocket(address("a.sock"))
        let child = try ListeningSocket(.inherited(descriptor: dup(parent.descriptor)))
        #expect(child.address.description == parent.address.description)
        child.close()
        #expect(exists("a.sock"))
        parent.close()
    }

    @Test("is not made of a descriptor that is something else")
    func notInherited() throws {
        let bound = try #require(boundSocket(folder.path("a.sock")))
        let datagram = socket(AF_INET, Int32(SOCK_DGRAM.rawValue), 0)
        let file = open("/dev/null", O_RDONLY)
        for (descriptor, number) in [(bound, EINVAL), (datagram, EINVAL), (file, ENOTSOCK), (-1, EBADF)] {
            #expect {
                try ListeningSocket(.inherited(descriptor: descriptor))
            } throws: { error in
                (error as? SocketError)?.number == number
            }
        }
        for descriptor in [bound, datagram, file] { close(descriptor) }
    }

    private func address(_ name: String, mode: UInt32 = ListenAddress.defaultMode) -> ListenAddress {
        .unix(path: folder.path(name), mode: mode)
    }

    private func exists(_ name: String) -> Bool {
        access(folder.path(name), F_OK) == 0
    }

    /// A Unix socket that does not listen.
    private func boundSocket(_ path: String) -> Int32? {
        let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        guard let address = SocketAddress(path: path), address.withPointer({ bind(descriptor, $0, $1) }) == 0
        else { return nil }
        return descriptor
    }

    private func option(_ descriptor: Int32, _ option: Int32) -> Int32 {
        var value: Int32 = 0
        var length = socklen_t(4)
        getsockopt(descriptor, Int32(IPPROTO_TCP), option, &value, &length)
        return value
    }
}
