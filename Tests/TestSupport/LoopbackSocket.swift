import Glibc

/// Connects to 127.0.0.1.
/// - Parameters:
///   - patienceSeconds: after which a blocked read or write fails, so that a failing test ends.
///   - receiveBuffer: octets; nil: the system's choice.
/// - Returns: the descriptor, the caller's to close.
package func connectToLoopback(port: Int, patienceSeconds: Int, receiveBuffer: Int32? = nil) throws -> Int32 {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var patience = timeval(tv_sec: patienceSeconds, tv_usec: 0)
    let size = socklen_t(MemoryLayout<timeval>.size)
    setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, size)
    setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &patience, size)
    if var receiveBuffer { setsockopt(descriptor, SOL_SOCKET, SO_RCVBUF, &receiveBuffer, 4) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = in_port_t(port).bigEndian
    address.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
    let status = withUnsafePointer(to: &address) {
        $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
            connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
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
