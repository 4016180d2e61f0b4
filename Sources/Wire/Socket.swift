import CLinux
import Glibc

/// Where to listen, or where a socket does. Port 0 lets the system choose one.
package struct ListenAddress: Hashable, Sendable, CustomStringConvertible {
    /// A numeric address or a name (its first address is taken); `::` takes IPv4 as well.
    package let host: String
    package let port: Int

    package init(host: String, port: Int) {
        self.host = host
        self.port = port
    }

    package var description: String { host.utf8.contains(Octet.colon) ? "[\(host)]:\(port)" : "\(host):\(port)" }
}

/// A system call that failed: which, why, and on what.
package struct SocketError: Error, Hashable, Sendable, CustomStringConvertible {
    package let call: String
    package let number: Int32  // errno, or getaddrinfo's when `call` says so
    package let address: ListenAddress?

    init(_ call: String, number: Int32 = errno, address: ListenAddress? = nil) {
        self.call = call
        self.number = number
        self.address = address
    }

    package var isAddressInUse: Bool { (call == "bind" || call == "listen") && number == EADDRINUSE }
    package var isPermissionDenied: Bool { number == EACCES || number == EPERM }

    /// What the system calls it: `Address already in use`.
    package var reason: String {
        guard let text = call == "getaddrinfo" ? gai_strerror(number) : UnsafePointer(strerror(number))
        else { return "error \(number)" }
        return String(cString: text)
    }

    package var description: String { "\(call)\(address.map { " \($0)" } ?? ""): \(reason)" }
}

/// What one call to read or write came to.
package enum Transfer: Hashable, Sendable {
    case bytes(Int)
    /// The client will send no more.
    case end
    case wouldBlock
    /// The connection is broken: reset, timed out.
    case failed
}

/// The stream socket of one connection. Who holds it closes it, once.
package struct Socket: Sendable {
    package let descriptor: Int32

    package init(descriptor: Int32) {
        self.descriptor = descriptor
    }

    /// Reads what is there into the front of `buffer`, at most `limit` bytes.
    package func receive(into buffer: inout [UInt8], limit: Int) -> Transfer {
        let wanted = min(limit, buffer.count)
        return buffer.withUnsafeMutableBytes { buffer in
            while true {
                let count = recv(descriptor, buffer.baseAddress, wanted, 0)
                if count > 0 { return .bytes(count) }
                if count == 0 { return .end }
                if errno != EINTR { return Self.failure }
            }
        }
    }

    /// Writes one buffer from `offset` on. Never raises SIGPIPE.
    package func send(_ bytes: [UInt8], from offset: Int) -> Transfer {
        bytes.withUnsafeBytes { bytes in
            while true {
                let rest = UnsafeRawBufferPointer(rebasing: bytes[offset...])
                let count = Glibc.send(descriptor, rest.baseAddress, rest.count, Int32(MSG_NOSIGNAL))
                if count >= 0 { return .bytes(count) }
                if errno != EINTR { return Self.failure }
            }
        }
    }

    /// Writes the first from `offset` on, then the second, in one call. Never raises SIGPIPE.
    package func send(_ first: [UInt8], from offset: Int, then second: [UInt8]) -> Transfer {
        first.withUnsafeBytes { first in
            second.withUnsafeBytes { second in
                let parts = [
                    iovec(
                        iov_base: UnsafeMutableRawPointer(mutating: first.baseAddress)?.advanced(by: offset),
                        iov_len: first.count - offset),
                    iovec(iov_base: UnsafeMutableRawPointer(mutating: second.baseAddress), iov_len: second.count),
                ]
                return parts.withUnsafeBufferPointer { parts in
                    var message = msghdr()
                    message.msg_iov = UnsafeMutablePointer(mutating: parts.baseAddress)
                    message.msg_iovlen = parts.count
                    while true {
                        let count = sendmsg(descriptor, &message, Int32(MSG_NOSIGNAL))
                        if count >= 0 { return .bytes(count) }
                        if errno != EINTR { return Self.failure }
                    }
                }
            }
        }
    }

    /// Tells the client that nothing more will come; it may still be read from.
    package func endOutput() {
        _ = shutdown(descriptor, Int32(SHUT_WR))
    }

    package func close() {
        _ = Glibc.close(descriptor)
    }

    private static var failure: Transfer { errno == EAGAIN || errno == EWOULDBLOCK ? .wouldBlock : .failed }
}
