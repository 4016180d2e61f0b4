import Wire

extension SocketError {
    /// Why nobody can be served there, and what to do about it.
    var words: String {
        "cannot listen on\(address.map { " \($0)" } ?? "") (\(call): \(reason)): \(remedy)"
    }

    private var remedy: String {
        switch address {
        case .tcp: remedyForTCP
        case .unix: remedyForUnix
        case .inherited: "hand over listening stream sockets, as systemd does with ListenStream= and Accept=no"
        case nil: "look at this system's limits and log"
        }
    }

    private var remedyForTCP: String {
        if isAddressInUse {
            "another process has it, or another --listen address does ([::] takes IPv4 too); choose another"
        } else if isPermissionDenied {
            "ports below 1024 need root; try --listen 127.0.0.1:8080"
        } else {
            "give --listen an address of this machine, such as 127.0.0.1:8080"
        }
    }

    private var remedyForUnix: String {
        if isAddressInUse {
            "another process answers there; stop that, or choose another path with --listen"
        } else if isOtherFile {
            "there is a file that is no socket, and it stays; move it, or choose another path with --listen"
        } else if isPermissionDenied {
            "let this user write that directory and what is there, or choose another path with --listen"
        } else if isNameTooLong {
            "the system takes paths of up to 107 bytes; choose a shorter one with --listen"
        } else {
            "give --listen a path in a directory that is there, such as unix:/run/grapevine/http.sock"
        }
    }
}
