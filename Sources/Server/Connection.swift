import Wire

/// What a reactor holds of one connection. Touched by that reactor only, so what is unchecked here is never touched
/// while it is being changed; the check of each access cost 3 % of a request's processor time.
final class Connection {
    let socket: Socket
    let tag: UInt64
    @exclusivity(unchecked) var state: ConnectionState
    @exclusivity(unchecked) var output = Output()
    var watched: Readiness = .connection(reads: true, writes: false)
    /// Not all that the kernel has told of has been read: it is to tell of it again.
    var hasUnread = false
    var isOpen = true

    init(_ socket: Socket, tag: UInt64, _ state: consuming ConnectionState) {
        self.socket = socket
        self.tag = tag
        self.state = state
    }
}
