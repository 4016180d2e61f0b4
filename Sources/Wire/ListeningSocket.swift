import CLinux
import Glibc

/// What accepting came to.
package enum Acceptance: Sendable {
    case connection(Socket, Peer)
    /// Nobody waits, or another reactor was faster.
    case none
    /// Out of descriptors or memory: trying again at once would only spin.
    case exhausted(errno: Int32)
}

/// A bound, listening, non-blocking socket. Closed by `close`, once nobody accepts from it any more.
package struct ListeningSocket: Sendable {
    package let descriptor: Int32
    /// Where it listens, with the port that the system chose.
    package let address: ListenAddress
    /// Somebody else made it and keeps it open for a successor: whoever waits in its queue is the successor's, and
    /// gets no reset when this process closes its own descriptor.
    package let isInherited: Bool
    private let file: UnixSocketFile?

    /// - Parameter backlog: connections the kernel keeps for us; it takes no more than net.core.somaxconn. An
    ///   inherited socket has one already.
    package init(_ wanted: ListenAddress, backlog: Int32 = 4096) throws(SocketError) {
        switch wanted {
        case .tcp(let host, let port): try self.init(host: host, port: port, backlog: backlog)
        case .unix(let path, let mode): try self.init(path: path, mode: mode, backlog: backlog)
        case .inherited(let descriptor): try self.init(inherited: descriptor)
        }
    }

    private init(host: String, port: Int, backlog: Int32) throws(SocketError) {
        let wanted = ListenAddress.tcp(host: host, port: port)
        let target = try SocketAddress(resolving: host, port: port)
        let descriptor = try Self.open(target.family, wanted)
        do throws(SocketError) {
            // So that a restart need not wait for old connections to leave TIME_WAIT. Not SO_REUSEPORT: a second
            // server on the port is to fail loudly.
            try Self.set(descriptor, SOL_SOCKET, SO_REUSEADDR, 1, wanted)
            if target.family == AF_INET6 { try Self.set(descriptor, Int32(IPPROTO_IPV6), IPV6_V6ONLY, 0, wanted) }
            try Self.setForConnections(descriptor, wanted)
            guard target.withPointer({ bind(descriptor, $0, $1) }) == 0
            else { throw SocketError("bind", address: wanted) }
            guard listen(descriptor, backlog) == 0 else { throw SocketError("listen", address: wanted) }
        } catch {
            _ = Glibc.close(descriptor)
            throw error
        }
        self.descriptor = descriptor
        address = .tcp(host: host, port: SocketAddress(boundTo: descriptor).port)
        isInherited = false
        file = nil
    }

    private init(path: String, mode: UInt32, backlog: Int32) throws(SocketError) {
        let wanted = ListenAddress.unix(path: path, mode: mode)
        guard let target = SocketAddress(path: path)
        else { throw SocketError("bind", number: ENAMETOOLONG, address: wanted) }
        try UnixSocketFile.removeStale(path, wanted)
        let descriptor = try Self.open(AF_UNIX, wanted)
        var file: UnixSocketFile?
        do throws(SocketError) {
            guard target.withPointer({ bind(descriptor, $0, $1) }) == 0
            else { throw SocketError("bind", address: wanted) }
            file = UnixSocketFile(boundAt: path)
            // Not by umask, which is one for all threads. Until it listens nobody can connect, whatever its mode.
            guard chmod(path, mode) == 0 else { throw SocketError("chmod", address: wanted) }
            guard listen(descriptor, backlog) == 0 else { throw SocketError("listen", address: wanted) }
        } catch {
            _ = Glibc.close(descriptor)
            file?.remove()
            throw error
        }
        self.descriptor = descriptor
        address = wanted
        isInherited = false
        self.file = file
    }

    private init(inherited descriptor: Int32) throws(SocketError) {
        let wanted = ListenAddress.inherited(descriptor: descriptor)
        guard try Self.get(descriptor, SO_TYPE, wanted) == Int32(SOCK_STREAM.rawValue),
            try Self.get(descriptor, SO_ACCEPTCONN, wanted) == 1
        else { throw SocketError("accept", number: EINVAL, address: wanted) }
        let bound = SocketAddress(boundTo: descriptor)
        guard bound.isTCP || bound.family == AF_UNIX
        else { throw SocketError("accept", number: EAFNOSUPPORT, address: wanted) }
        guard fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) | O_NONBLOCK) == 0,
            fcntl(descriptor, F_SETFD, FD_CLOEXEC) == 0
        else { throw SocketError("fcntl", address: wanted) }
        if bound.isTCP { try Self.setForConnections(descriptor, wanted) }
        self.descriptor = descriptor
        address =
            bound.isTCP
            ? .tcp(host: bound.peer.text, port: bound.port)
            : .unix(path: bound.path, mode: ListenAddress.defaultMode)
        isInherited = true
        file = nil
    }

    package func accept() -> Acceptance {
        while true {
            var storage = sockaddr_storage()
            var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
            let accepted = withUnsafeMutablePointer(to: &storage) {
                $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    accept4(descriptor, $0, &length, Int32(SOCK_NONBLOCK.rawValue) | Int32(SOCK_CLOEXEC.rawValue))
                }
            }
            if accepted >= 0 { return .connection(Socket(descriptor: accepted), SocketAddress(storage).peer) }
            switch errno {
            case EMFILE, ENFILE, ENOBUFS, ENOMEM: return .exhausted(errno: errno)
            // That connection broke while it waited; the next may be well. accept(2), "Error handling".
            case EINTR, ECONNABORTED, EPROTO, ENETDOWN, ENOPROTOOPT, EHOSTDOWN, ENONET, EHOSTUNREACH, EOPNOTSUPP,
                ENETUNREACH, EPERM:
                continue
            default: return .none
            }
        }
    }

    /// The file of a Unix socket of ours goes first, so that nobody finds it who could only be refused.
    package func close() {
        file?.remove()
        _ = Glibc.close(descriptor)
    }
}

extension ListeningSocket {
    private static func open(_ family: Int32, _ address: ListenAddress) throws(SocketError) -> Int32 {
        let kind = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_NONBLOCK.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
        let descriptor = socket(family, kind, 0)
        guard descriptor >= 0 else { throw SocketError("socket", address: address) }
        return descriptor
    }

    /// What Linux hands down to accepted TCP sockets, which saves each a call.
    private static func setForConnections(_ descriptor: Int32, _ address: ListenAddress) throws(SocketError) {
        try set(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, 1, address)
        // Otherwise the kernel takes megabytes for a client that reads nothing, times as many as such clients
        // connect. What was not sent yet stays here, where it has a limit and a deadline.
        try set(descriptor, Int32(IPPROTO_TCP), TCP_NOTSENT_LOWAT, 64 * 1024, address)
    }

    private static func set(
        _ descriptor: Int32, _ level: Int32, _ option: Int32, _ value: Int32, _ address: ListenAddress
    ) throws(SocketError) {
        var value = value
        guard setsockopt(descriptor, level, option, &value, socklen_t(MemoryLayout<Int32>.size)) == 0
        else { throw SocketError("setsockopt", address: address) }
    }

    private static func get(
        _ descriptor: Int32, _ option: Int32, _ address: ListenAddress
    ) throws(SocketError) -> Int32 {
        var value: Int32 = 0
        var length = socklen_t(MemoryLayout<Int32>.size)
        guard getsockopt(descriptor, SOL_SOCKET, option, &value, &length) == 0
        else { throw SocketError("getsockopt", address: address) }
        return value
    }
}
