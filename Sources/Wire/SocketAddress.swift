import CLinux
import Glibc

/// A socket address as the system writes it.
struct SocketAddress {
    /// The longest path of a Unix socket, in octets: `sun_path` holds a zero behind it.
    static let longestPath = MemoryLayout.size(ofValue: sockaddr_un().sun_path) - 1

    private var storage: sockaddr_storage
    private var length: socklen_t

    init(_ storage: sockaddr_storage) {
        self.storage = storage
        length = socklen_t(MemoryLayout<sockaddr_storage>.size)
    }

    /// The first address of a name, or the address that `host` spells.
    init(resolving host: String, port: Int) throws(SocketError) {
        var hints = addrinfo()
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        hints.ai_flags = AI_PASSIVE | AI_NUMERICSERV
        var list: UnsafeMutablePointer<addrinfo>?
        let status = getaddrinfo(host, String(port), &hints, &list)
        defer { if let list { freeaddrinfo(list) } }
        guard status == 0, let first = list?.pointee, let address = first.ai_addr
        else { throw SocketError("getaddrinfo", number: status, address: .tcp(host: host, port: port)) }
        self.init(sockaddr_storage())
        length = first.ai_addrlen
        withUnsafeMutableBytes(of: &storage) {
            $0.copyMemory(from: UnsafeRawBufferPointer(start: address, count: min(Int(length), $0.count)))
        }
    }

    /// - Returns: nil for a path that is too long, or empty.
    init?(path: String) {
        let octets = Array(path.utf8)
        guard !octets.isEmpty, octets.count <= Self.longestPath, !octets.contains(0) else { return nil }
        self.init(sockaddr_storage())
        storage.ss_family = sa_family_t(AF_UNIX)
        length = socklen_t(Self.pathOffset + octets.count + 1)
        withUnsafeMutableBytes(of: &storage) { storage in
            UnsafeMutableRawBufferPointer(rebasing: storage[Self.pathOffset...]).copyBytes(from: octets)
        }
    }

    init(boundTo descriptor: Int32) {
        self.init(sockaddr_storage())
        withUnsafeMutablePointer(to: &storage) {
            _ = $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(descriptor, $0, &length) }
        }
    }

    var family: Int32 { Int32(storage.ss_family) }

    var isTCP: Bool { family == AF_INET || family == AF_INET6 }

    /// 0 for what has none.
    var port: Int {
        // The port has the same place in IPv4's and IPv6's form, in network order.
        isTCP ? withUnsafeBytes(of: storage) { Int($0[2]) << 8 | Int($0[3]) } : 0
    }

    /// The path of a Unix socket; empty for one without a name. A name outside the file system begins with `@`, as
    /// systemd and ss write it.
    var path: String {
        withUnsafeBytes(of: storage) { bytes in
            let name = bytes[Self.pathOffset..<max(Self.pathOffset, min(Int(length), bytes.count))]
            guard name.first == 0 else { return String(decoding: name.prefix { $0 != 0 }, as: UTF8.self) }
            return "@" + String(decoding: name.dropFirst(), as: UTF8.self)
        }
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

    private static let pathOffset = MemoryLayout<sa_family_t>.size
}
