import Glibc

/// Connects to 127.0.0.1.
/// - Parameters:
///   - patienceSeconds: after which a blocked read or write fails, so that a failing test ends.
///   - receiveBuffer: octets; nil: the system's choice.
/// - Returns: the descriptor, the caller's to close.
package func connectToLoopback(port: Int, patienceSeconds: Int, receiveBuffer: Int32? = nil) throws -> Int32 {
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = in_port_t(port).bigEndian
    address.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
    return try connectStream(AF_INET, to: address, patienceSeconds, receiveBuffer)
}

/// Connects to ::1. The rest as for 127.0.0.1.
package func connectToLoopback6(port: Int, patienceSeconds: Int) throws -> Int32 {
    var address = sockaddr_in6()
    address.sin6_family = sa_family_t(AF_INET6)
    address.sin6_port = in_port_t(port).bigEndian
    address.sin6_addr = in6addr_loopback
    return try connectStream(AF_INET6, to: address, patienceSeconds)
}

/// Connects to a Unix socket, its path at most 107 octets. The rest as for 127.0.0.1.
package func connectToUnixSocket(path: String, patienceSeconds: Int) throws -> Int32 {
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8.prefix($0.count - 1)) }
    return try connectStream(AF_UNIX, to: address, patienceSeconds)
}

private func connectStream<Address>(
    _ family: Int32, to address: Address, _ patienceSeconds: Int, _ receiveBuffer: Int32? = nil
) throws -> Int32 {
    let descriptor = socket(family, Int32(SOCK_STREAM.rawValue), 0)
    var patience = timeval(tv_sec: patienceSeconds, tv_usec: 0)
    let size = socklen_t(MemoryLayout<timeval>.size)
    setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, size)
    setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &patience, size)
    if var receiveBuffer { setsockopt(descriptor, SOL_SOCKET, SO_RCVBUF, &receiveBuffer, 4) }
    let status = withUnsafePointer(to: address) {
        $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
            connect(descriptor, $0, socklen_t(MemoryLayout<Address>.size))
        }
    }
    guard status == 0 else {
        let failure = SocketFailure(call: "connect", number: errno)
        close(descriptor)
        throw failure
    }
    return descriptor
}

/// A call on a socket that failed; number 0: the other side has closed.
package struct SocketFailure: Error, Hashable {
    package let call: String
    package let number: Int32

    package init(call: String, number: Int32) {
        self.call = call
        self.number = number
    }
}
