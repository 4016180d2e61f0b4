import Glibc

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

    /// Somebody listens there.
    package var isAddressInUse: Bool { (call == "bind" || call == "listen") && number == EADDRINUSE }
    package var isPermissionDenied: Bool { number == EACCES || number == EPERM }
    /// There is a file at a Unix socket's path that is none, so it was left alone.
    package var isOtherFile: Bool { call == "bind" && number == EEXIST }
    package var isNameTooLong: Bool { call == "bind" && number == ENAMETOOLONG }

    /// What the system calls it: `Address already in use`.
    package var reason: String {
        guard let text = call == "getaddrinfo" ? gai_strerror(number) : UnsafePointer(strerror(number))
        else { return "error \(number)" }
        return String(cString: text)
    }

    package var description: String { "\(call)\(address.map { " \($0)" } ?? ""): \(reason)" }
}
