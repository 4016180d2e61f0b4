import Glibc
import Logging
import Store

extension Logger {
    /// One line when the store stops taking what is written, with what to do, and one when it takes it again.
    func note(_ health: StoreHealth, of database: String) {
        switch health {
        case .failing(let error):
            self.error(
                "store.failing",
                metadata: ["error": "\(error)", "effect": "\(Self.effect)", "remedy": "\(error.remedy(database))"])
        case .recovered:
            notice("store.recovered", metadata: ["effect": "writes are taken and clicks get their tokens again"])
        }
    }

    private static let effect = "writes are answered with 503, redirects go out without a click token"
}

extension StoreError {
    /// What an operator can do while the server runs.
    fileprivate func remedy(_ database: String) -> String {
        let byItself = "; the server then goes on by itself"
        return switch self {
        case .full: "make room on the disk of \(database)\(byItself)"
        case .readOnly: "let this user write \(database) and its directory, on a disk mounted for writing\(byItself)"
        case .io: "look at the disk of \(database) and the kernel's log; once the disk works, the server goes on"
        case .locked: "another process holds the write lock of \(database): let it finish or end it\(byItself)"
        case .outOfMemory: "give the machine or the service more memory\(byItself)"
        case .corrupt: "stop the server, keep a copy of \(database) and its -wal file, and restore a backup"
        case .misplaced(let path, let isReplaced):
            isReplaced
                ? "another file has the name \(path): move it away and the one in use back there\(byItself); "
                    + "or restart the server to serve the one that is there now"
                : "move it back to \(path)\(byItself); if it was deleted, do not stop the server before it is copied "
                    + "from /proc/\(getpid())/fd, with its -wal file, to where it was; then restart"
        default: "see the error"
        }
    }
}
