/// Which cores a server and its clients run on.
enum Placement: CaseIterable {
    /// The server on the first core, its clients on the second: neither takes time from the other.
    case pinned
    /// Wherever the system puts them.
    case free

    var name: String { self == .pinned ? "pinned" : "free" }

    /// Grapevine's reactors, nginx's workers and wrk's threads alike.
    var threads: Int { self == .pinned ? 1 : 2 }

    /// What goes before a server's command.
    var server: [String] { self == .pinned ? ["taskset", "-c", "0"] : [] }

    /// What goes before a client's command.
    var client: [String] { self == .pinned ? ["taskset", "-c", "\(Self.clientCore)"] : [] }

    /// Where pinned clients run.
    static let clientCore = 1
}
