import Glibc
import Wire

/// Sockets that systemd made and keeps open, so that no client is refused while the server is replaced.
/// - Source: sd_listen_fds(3).
enum SocketActivation {
    /// More than anybody listens on; a number far beyond is a mistake.
    private static let most = 64
    private static let firstDescriptor: Int32 = 3

    /// Takes what was handed to this process, and the variables that say so out of the environment: a child of ours
    /// would have neither. To be called before there is a second thread, since the environment has no lock.
    /// - Returns: none where nothing was handed over, or to another process.
    static func take() throws(Failure) -> [ListenAddress] {
        defer { for name in ["LISTEN_PID", "LISTEN_FDS", "LISTEN_FDNAMES"] { unsetenv(name) } }
        return try sockets(process: getpid()) { name in getenv(name).map { String(cString: $0) } }
    }

    static func sockets(
        process: Int32, environment: (String) -> String?
    ) throws(Failure) -> [ListenAddress] {
        guard let named = environment("LISTEN_PID"), GivenSettings.digits(named) == Int(process),
            let count = environment("LISTEN_FDS")
        else { return [] }
        guard let number = GivenSettings.digits(count), number <= most else {
            throw .usage("LISTEN_FDS=\(count): give a whole number of sockets from 0 to \(most)")
        }
        return (0..<Int32(number)).map { .inherited(descriptor: firstDescriptor + $0) }
    }
}
