import Glibc
import Wire

extension HTTPServer {
    /// What an operator may choose. Times are whole seconds.
    package struct Configuration: Sendable {
        package var listen: [ListenAddress]

        /// Threads that serve connections: as many as there are cores.
        package var reactors = max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN)))

        /// What one request may hold.
        package var limits = Limits()

        /// What clients may hold.
        package var quotas = Quotas()

        package var times = Times()

        /// Whose word on who their clients are is believed, and whose connections are not counted by address.
        package var trustedProxies: [AddressRange] = []

        /// A log line for each answer; see `AccessLog`.
        package var logsAccess = false

        /// How long `drain` waits for answers and for clients that take them.
        package var drainSeconds = 10

        package init(listen: [ListenAddress]) {
            self.listen = listen
        }
    }

    /// How much of the server clients may take.
    package struct Quotas: Hashable, Sendable {
        /// Connections at a time. Beyond it: 503, and the connection is closed.
        package var connections = 16_000

        /// Connections of one address at a time. Beyond it: 503, and the connection is closed. nil: 1000, and none for
        /// the loopback addresses, where a proxy or the operator is. Trusted proxies and Unix sockets have none.
        package var connectionsPerAddress: Int?

        /// Then the connection is closed, so that long-lived clients spread anew.
        package var requestsPerConnection = 100_000

        /// What is read from a client while its request is being answered; the rest stays in the kernel.
        package var pipelinedBytes = 16 * 1024

        /// Answers that wait for one client to take them. While there are more, its next request is not begun.
        package var unsentBytes = 16 * 1024

        package init() {}
    }

    /// How long a connection may take for what.
    package struct Times: Hashable, Sendable {
        /// Between two requests; then the connection is closed without a word.
        package var idleSeconds = 75
        /// From a request's first byte (or from the connection) to the end of its head; then 408.
        package var headSeconds = 10
        /// From the end of the head to the end of the body; then 408.
        package var bodySeconds = 60
        /// Least speed of a body, in bytes a second over each `bodyRateSeconds`; below it 408.
        package var bodyBytesPerSecond = 500
        package var bodyRateSeconds = 5
        /// For each 64 KiB of answers that wait, or all of them if fewer; then the connection is dropped.
        package var writeSeconds = 30
        /// For the first request of a new connection, when the server drains.
        package var graceSeconds = 1
        /// For reading on after a last answer, so that the client sees it and not a reset.
        package var lingerSeconds = 2

        package init() {}
    }
}
