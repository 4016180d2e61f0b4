/// Where to listen, or where a socket does.
package enum ListenAddress: Hashable, Sendable, CustomStringConvertible {
    /// - host: a numeric address or a name (its first address is taken); `::` takes IPv4 as well.
    /// - port: 0 lets the system choose one.
    case tcp(host: String, port: Int)
    /// A file at `path`, who may connect by its `mode`: whoever may write it.
    case unix(path: String, mode: UInt32)
    /// A socket that listens already, such as one that systemd holds.
    case inherited(descriptor: Int32)

    /// Whoever may enter the socket's group, such as a proxy's, may connect.
    package static let defaultMode: UInt32 = 0o660

    package init(host: String, port: Int) {
        self = .tcp(host: host, port: port)
    }

    /// 0 for what has none.
    package var port: Int {
        if case .tcp(_, let port) = self { port } else { 0 }
    }

    /// `127.0.0.1:8080`, `[::1]:8080`, `unix:/run/grapevine.sock`, `descriptor 3`.
    package var description: String {
        switch self {
        case .tcp(let host, let port): host.utf8.contains(Octet.colon) ? "[\(host)]:\(port)" : "\(host):\(port)"
        case .unix(let path, _): "unix:\(path)"
        case .inherited(let descriptor): "descriptor \(descriptor)"
        }
    }
}
