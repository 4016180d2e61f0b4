import ArgumentParser

/// How much clients and their requests may take.
struct LimitOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Connections at a time (default: 16000).", valueName: "n"))
    var maxConnections: String?

    @Option(
        help: ArgumentHelp(
            "Connections of one address at a time (default: 1000, and any number from this machine).", valueName: "n"))
    var maxConnectionsPerAddress: String?

    @Option(help: ArgumentHelp("Requests of one connection, which is then closed (default: 100000).", valueName: "n"))
    var maxRequestsPerConnection: String?

    @Option(help: ArgumentHelp("Longest request line (default: 8192).", valueName: "bytes"))
    var maxRequestLineBytes: String?

    @Option(help: ArgumentHelp("Largest request head, its first line included (default: 16384).", valueName: "bytes"))
    var maxHeadBytes: String?

    @Option(help: ArgumentHelp("Header fields of a request (default: 100).", valueName: "n"))
    var maxFields: String?

    @Option(help: ArgumentHelp("Largest request body, as it is sent (default: 1048576).", valueName: "bytes"))
    var maxBodyBytes: String?

    @Option(
        help: ArgumentHelp(
            "Largest request body once decompressed (default: as --max-body-bytes).", valueName: "bytes"))
    var maxDecodedBytes: String?

    @Option(
        help: ArgumentHelp(
            "What is read of further requests while one is being answered (default: 16384).", valueName: "bytes"))
    var maxPipelinedBytes: String?

    @Option(
        help: ArgumentHelp(
            "Answers that wait for their client; its next request waits meanwhile (default: 16384).",
            valueName: "bytes"))
    var maxUnsentBytes: String?

    var flags: [Setting: String?] {
        [
            .maxConnections: maxConnections, .maxConnectionsPerAddress: maxConnectionsPerAddress,
            .maxRequestsPerConnection: maxRequestsPerConnection, .maxRequestLineBytes: maxRequestLineBytes,
            .maxHeadBytes: maxHeadBytes, .maxFields: maxFields, .maxBodyBytes: maxBodyBytes,
            .maxDecodedBytes: maxDecodedBytes, .maxPipelinedBytes: maxPipelinedBytes, .maxUnsentBytes: maxUnsentBytes,
        ]
    }
}

/// How long they may take for it.
struct TimeOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Longest wait for a request's head (default: 10).", valueName: "s"))
    var headSeconds: String?

    @Option(help: ArgumentHelp("Longest wait for a request's body (default: 60).", valueName: "s"))
    var bodySeconds: String?

    @Option(help: ArgumentHelp("Least speed of a body, a second; 0: none (default: 500).", valueName: "bytes"))
    var minBodyRate: String?

    @Option(help: ArgumentHelp("Longest pause between two requests (default: 75).", valueName: "s"))
    var idleSeconds: String?

    @Option(help: ArgumentHelp("Longest wait for a client to take 64 KiB (default: 30).", valueName: "s"))
    var writeSeconds: String?

    @Option(help: ArgumentHelp("Longest wait for requests in flight at the end (default: 10).", valueName: "s"))
    var drainSeconds: String?

    var flags: [Setting: String?] {
        [
            .headSeconds: headSeconds, .bodySeconds: bodySeconds, .minBodyRate: minBodyRate, .idleSeconds: idleSeconds,
            .writeSeconds: writeSeconds, .drainSeconds: drainSeconds,
        ]
    }
}
