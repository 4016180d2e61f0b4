import ArgumentParser

/// The flags of `serve`, in the order of its help. They stay text until `ServeSettings` reads them, in the same way as
/// the environment and the file.
struct ServeOptions: ParsableArguments {
    @OptionGroup var listening: ListeningOptions
    @OptionGroup var store: StoreOptions
    @OptionGroup var shop: ShopOptions
    @OptionGroup var limits: LimitOptions
    @OptionGroup var times: TimeOptions

    @Option(
        help: ArgumentHelp(
            "trace, debug, info, notice, warning, error or critical (default: info).", valueName: "level"))
    var logLevel: String?

    @Option(help: ArgumentHelp("Log each request (default: off).", valueName: "on|off"))
    var accessLog: String?

    func given() throws(Failure) -> GivenSettings {
        var flags: [Setting: String?] = [.logLevel: logLevel, .accessLog: accessLog]
        for part in [listening.flags, shop.flags, limits.flags, times.flags] { flags.merge(part) { $1 } }
        return try store.given(flags.compactMapValues(\.self))
    }
}

/// Where clients come in, and whom to believe about them.
struct ListeningOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "HOST:PORT or unix:PATH, several with commas between (default: 127.0.0.1:8080).", valueName: "addresses"))
    var listen: String?

    @Option(help: ArgumentHelp("Who may connect to a Unix socket, in octal (default: 660).", valueName: "mode"))
    var socketMode: String?

    @Option(
        help: ArgumentHelp(
            "Whose word about clients to believe: addresses, ranges, unix (default: nobody's).", valueName: "ranges"))
    var trustedProxy: String?

    var flags: [Setting: String?] {
        [.listen: listen, .socketMode: socketMode, .trustedProxy: trustedProxy]
    }
}

/// What links, clicks and the store need.
struct ShopOptions: ParsableArguments {
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
            "Days after which single clicks are deleted; their counts stay (default: never).", valueName: "days"))
    var keepClicks: String?

    @Option(
        help: ArgumentHelp(
            "full: commits survive power loss; normal: a crash (default: full).", valueName: "full|normal"))
    var durability: String?

    @Option(help: ArgumentHelp("Threads that serve connections (default: one a core).", valueName: "n"))
    var reactors: String?

    @Option(help: ArgumentHelp("Connections to the database for reading (default: 4).", valueName: "n"))
    var readers: String?

    var flags: [Setting: String?] {
        [
            .publicURL: publicURL, .secretFile: secretFile, .cookieDomain: cookieDomain, .clickWait: clickWait,
            .keepClicks: keepClicks, .durability: durability, .reactors: reactors, .readers: readers,
        ]
    }
}
