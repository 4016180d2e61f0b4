import TestSupport

/// The ways in which slowhttptest is slow.
enum SlowAttack: String, CaseIterable {
    case headers = "-H"
    case body = "-B"
    case reading = "-X"

    var name: String {
        switch self {
        case .headers: "slow heads"
        case .body: "slow bodies"
        case .reading: "slow readers"
        }
    }

    /// Starts one that ends by itself after some 20 seconds. It gives way to wrk, which shares its core: what is
    /// measured is the server, not how two clients get along.
    func start(_ grapevine: Grapevine, connections: Int) throws -> RunningCommand {
        let words = [
            "nice", "-n", "19", "slowhttptest", rawValue, "-u", grapevine.url("/healthz"), "-c", "\(connections)", "-r",
            "\(connections)", "-l", "20", "-i", "1", "-p", "5",
        ]
        return try SystemProgram.start(Placement.pinned.client + words + extra)
    }

    private var extra: [String] {
        switch self {
        case .headers: ["-x", "24"]
        case .body: ["-x", "600", "-s", "65536"]
        case .reading: ["-k", "10", "-w", "10", "-y", "20", "-n", "1", "-z", "32"]
        }
    }
}
