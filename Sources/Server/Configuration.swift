import Glibc
import Wire

extension HTTPServer {
    /// What an operator may choose. Times are whole seconds.
    package struct Configuration: Sendable {
        package var listen: [ListenAddress]

        /// Threads that serve connections: as many as there are cores.
        package var reactors = max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN)))

        package var limits = Limits()

        /// Connections held at a time, shared out evenly to the reactors. Beyond it clients wait in the backlog.
        package var maximumConnections = 10_000

        package var times = Times()

        /// How long `drain` waits for answers and for clients that take them.
        package var drainSeconds = 10

        package init(listen: [ListenAddress]) {
            self.listen = listen
        }
    }

    /// How long a connection may take for what.
    package struct Times: Hashable, Sendable {
        /// Between two requests; then the connection is closed without a word.
        package var idleSeconds = 75
        /// From a request's first byte (or from the connection) to the end of its head; then 408.
        package var headSeconds = 10
        /// From the end of the head to the end of the body; then 408.
        package var bodySeconds = 60
        /// For each 64 KiB of answers that wait, or all of them if fewer; then the connection is dropped.
        package var writeSeconds = 30
        /// For reading on after a last answer, so that the client sees it and not a reset.
        package var lingerSeconds = 2

        package init() {}
    }
}
