import ArgumentParser

/// The flags of `serve`. They stay text until `ServeSettings` reads them, in the same way as the environment and the
/// file.
struct ServeOptions: ParsableArguments {
    @OptionGroup var store: StoreOptions

    @Option(
        help: ArgumentHelp(
            "Where to listen (default: 127.0.0.1:8080); several with commas between.", valueName: "host:port"))
    var listen: String?

    @Option(
        help: ArgumentHelp("Where invitees reach this server (default: as each request's Host says).", valueName: "url")
    )
    var publicURL: String?

    @Option(
        help: ArgumentHelp("The secret file, made on the first start (default: <database>.secret).", valueName: "file"))
    var secretFile: String?

    @Option(
        help: ArgumentHelp(
            "The shop's whole domain, for the visitor cookie (default: this host alone).", valueName: "domain"))
    var cookieDomain: String?

    @Option(help: ArgumentHelp("How long a redirect waits for its click to be stored (default: 250).", valueName: "ms"))
    var clickWait: String?

    @Option(
        help: ArgumentHelp(
            "full: commits survive power loss; normal: a crash (default: full).", valueName: "full|normal"))
    var durability: String?

    @Option(help: ArgumentHelp("Threads that serve connections (default: one a core).", valueName: "n"))
    var reactors: String?

    @Option(help: ArgumentHelp("Connections to the database for reading (default: 4).", valueName: "n"))
    var readers: String?

    @Option(help: ArgumentHelp("Longest pause between two requests (default: 75).", valueName: "s"))
    var idleSeconds: String?

    @Option(help: ArgumentHelp("Longest wait for a request's head (default: 10).", valueName: "s"))
    var headSeconds: String?

    @Option(help: ArgumentHelp("Longest wait for a request's body (default: 60).", valueName: "s"))
    var bodySeconds: String?

    @Option(help: ArgumentHelp("Longest wait for a client to take 64 KiB (default: 30).", valueName: "s"))
    var writeSeconds: String?

    @Option(help: ArgumentHelp("Longest wait for requests in flight at the end (default: 10).", valueName: "s"))
    var drainSeconds: String?

    @Option(help: ArgumentHelp("Connections at a time (default: 20000).", valueName: "n"))
    var maxConnections: String?

    @Option(help: ArgumentHelp("Largest request body (default: 1048576).", valueName: "bytes"))
    var maxBodyBytes: String?

    @Option(help: ArgumentHelp("Largest request head (default: 16384).", valueName: "bytes"))
    var maxHeadBytes: String?

    @Option(
        help: ArgumentHelp(
            "trace, debug, info, notice, warning, error or critical (default: info).", valueName: "level"))
    var logLevel: String?

    func given() throws(Failure) -> GivenSettings {
        let flags: [Setting: String?] = [
            .listen: listen, .publicURL: publicURL, .secretFile: secretFile, .cookieDomain: cookieDomain,
            .clickWait: clickWait, .durability: durability, .reactors: reactors, .readers: readers,
            .idleSeconds: idleSeconds, .headSeconds: headSeconds, .bodySeconds: bodySeconds,
            .writeSeconds: writeSeconds, .drainSeconds: drainSeconds, .maxConnections: maxConnections,
            .maxBodyBytes: maxBodyBytes, .maxHeadBytes: maxHeadBytes, .logLevel: logLevel,
        ]
        return try store.given(flags.compactMapValues(\.self))
    }
}
