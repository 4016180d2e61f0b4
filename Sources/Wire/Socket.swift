import CLinux
import Glibc

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
                let count = receive_uncancelled(descriptor, buffer.baseAddress, wanted)
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
                let count = send_uncancelled(descriptor, rest.baseAddress, rest.count, Int32(MSG_NOSIGNAL))
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
