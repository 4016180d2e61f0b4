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
    package let address: ListenAddress

    /// - Parameter backlog: connections the kernel keeps for us; it takes no more than net.core.somaxconn.
    package init(_ wanted: ListenAddress, backlog: Int32 = 4096) throws(SocketError) {
        let target = try SocketAddress(resolving: wanted)
        let kind = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_NONBLOCK.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
        let descriptor = socket(target.family, kind, 0)
        guard descriptor >= 0 else { throw SocketError("socket", address: wanted) }
        do throws(SocketError) {
            // So that a restart need not wait for old connections to leave TIME_WAIT. Not SO_REUSEPORT: a second
            // server on the port is to fail loudly.
            try Self.enable(descriptor, SOL_SOCKET, SO_REUSEADDR, 1, wanted)
            if target.family == AF_INET6 { try Self.enable(descriptor, Int32(IPPROTO_IPV6), IPV6_V6ONLY, 0, wanted) }
            // Linux hands it down to accepted sockets, which saves each a call.
            try Self.enable(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, 1, wanted)
            guard target.withPointer({ bind(descriptor, $0, $1) }) == 0
            else { throw SocketError("bind", address: wanted) }
            guard listen(descriptor, backlog) == 0 else { throw SocketError("listen", address: wanted) }
        } catch {
            _ = Glibc.close(descriptor)
            throw error
        }
        self.descriptor = descriptor
        address = ListenAddress(host: wanted.host, port: SocketAddress(boundTo: descriptor).port)
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

    package func close() {
        _ = Glibc.close(descriptor)
    }

    private static func enable(
        _ descriptor: Int32, _ level: Int32, _ option: Int32, _ value: Int32, _ address: ListenAddress
    ) throws(SocketError) {
        var value = value
        guard setsockopt(descriptor, level, option, &value, socklen_t(MemoryLayout<Int32>.size)) == 0
        else { throw SocketError("setsockopt", address: address) }
    }
}

/// A socket address as the system writes it.
private struct SocketAddress {
    private var storage: sockaddr_storage
    private var length: socklen_t

    init(_ storage: sockaddr_storage) {
        self.storage = storage
        length = socklen_t(MemoryLayout<sockaddr_storage>.size)
    }

    /// The first address of a name, or the address that `wanted.host` spells.
    init(resolving wanted: ListenAddress) throws(SocketError) {
        var hints = addrinfo()
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        hints.ai_flags = AI_PASSIVE | AI_NUMERICSERV
        var list: UnsafeMutablePointer<addrinfo>?
        let status = getaddrinfo(wanted.host, String(wanted.port), &hints, &list)
        defer { if let list { freeaddrinfo(list) } }
        guard status == 0, let first = list?.pointee, let address = first.ai_addr
        else { throw SocketError("getaddrinfo", number: status, address: wanted) }
        self.init(sockaddr_storage())
        length = first.ai_addrlen
        withUnsafeMutableBytes(of: &storage) {
            $0.copyMemory(from: UnsafeRawBufferPointer(start: address, count: min(Int(length), $0.count)))
        }
    }

    init(boundTo descriptor: Int32) {
        self.init(sockaddr_storage())
        withUnsafeMutablePointer(to: &storage) {
            _ = $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(descriptor, $0, &length) }
        }
    }

    var family: Int32 { Int32(storage.ss_family) }

    var port: Int {
        // The port has the same place in IPv4's and IPv6's form, in network order.
        withUnsafeBytes(of: storage) { Int($0[2]) << 8 | Int($0[3]) }
    }

    var peer: Peer {
        withUnsafeBytes(of: storage) { bytes in
            switch family {
            case AF_INET: Peer(ipv4: UInt32(bigEndian: bytes.loadUnaligned(fromByteOffset: 4, as: UInt32.self)))
            case AF_INET6: Peer(ipv6: UInt128(bigEndian: bytes.loadUnaligned(fromByteOffset: 8, as: UInt128.self)))
            default: .unix
            }
        }
    }

    func withPointer(_ body: (UnsafePointer<sockaddr>, socklen_t) -> Int32) -> Int32 {
        withUnsafePointer(to: storage) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { body($0, length) }
        }
    }
}
