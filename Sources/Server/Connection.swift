import Wire

/// What a reactor holds of one connection.
final class Connection {
    let socket: Socket
    let tag: UInt64
    var state: ConnectionState
    var output = Output()
    var watched: Readiness = .input
    var isOpen = true

    init(_ socket: Socket, tag: UInt64, _ state: consuming ConnectionState) {
        self.socket = socket
        self.tag = tag
        self.state = state
    }
}
