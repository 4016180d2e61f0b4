import ArgumentParser
import Dispatch
import Domain
import Glibc
import Logging
import Server
import Store
import Tracking
import Web
import Wire

struct ServeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve", abstract: "Migrate the database, then serve until SIGTERM or SIGINT.",
        discussion: """
            The first SIGTERM or SIGINT lets requests in flight be answered and exits with 0; a second one ends at once.
            """)

    @OptionGroup var options: ServeOptions

    func run() throws {
        Heap.returnLargeBlocks()
        let inherited = try SocketActivation.take()
        let signals = StopSignals()
        let settings = try ServeSettings(options.given(), inherited: inherited)
        let log = LogWriter(to: STDERR_FILENO)
        defer { log.finish() }
        try serve(settings, logger: .writing(to: log, settings.logLevel), until: signals)
    }
}

/// Joins the parts, from the store up, serves until a signal, and takes them apart the other way round.
private func serve(_ settings: ServeSettings, logger: Logger, until signals: StopSignals) throws {
    let lock = try StoreLock(database: settings.database)
    defer { lock.release() }
    var options = ReferralStore.Options(
        durability: settings.durability, readers: settings.readers, clock: WallClock.now)
    options.keptDays = settings.keepClicksDays
    options.onHealth = { logger.note($0, of: settings.database) }
    let isMigrating = announceMigration(of: settings.database, logger: logger)
    let store = try ReferralStore.open(path: settings.database, options: options) { error in
        logger.error("store.failed", metadata: ["error": "\(error)"])
    }
    defer { store.close() }
    if isMigrating { logger.notice("store.migrated") }
    checkClock(against: store, logger: logger)
    if let days = settings.keepClicksDays { try checkWindows(of: store, keptDays: days, logger: logger) }
    let app = WebApp(
        store: store, secrets: try SecretFile.secrets(settings.secretFile, logger: logger),
        options: settings.webOptions, clock: WallClock.now, random: .system, logger: logger)
    let server = HTTPServer(configuration: settings.http, handler: app, logger: logger)
    app.setServerFigures { serverFigures(server.statistics) }
    checkDescriptors(for: settings.http.quotas.connections, logger: logger)
    signals.beginServing()
    for address in try server.start() {
        logger.info("server.listening", metadata: ["address": "\(address)"])
    }
    store.writer.every(milliseconds: 1000) { try $0.releaseDueRewards() }
    let name = signals.wait()
    logger.info("signal.received", metadata: ["signal": "\(name)"])
    drain(server)
    logger.info("server.drained")
}

private func drain(_ server: HTTPServer) {
    let drained = DispatchSemaphore(value: 0)
    server.drain { drained.signal() }
    drained.wait()
}

/// Nothing is served while a large database is brought to a newer schema, which may take minutes.
/// - Returns: whether there is something to bring up. What is wrong with the file the opening says.
private func announceMigration(of path: String, logger: Logger) -> Bool {
    guard SmallFile.exists(path), let status = try? ReferralStore.migrationStatus(path: path),
        let from = status.last(where: { $0.appliedAt != nil })?.number, let to = status.last?.number, from < to
    else { return false }
    logger.notice(
        "store.migrating",
        metadata: [
            "from": "\(from)", "to": "\(to)",
            "effect": "nothing is served until it is done; a large database takes minutes",
        ])
    return true
}

/// Identifiers and times only rise, so a clock that was ahead is followed until it is reached.
private func checkClock(against store: ReferralStore, logger: Logger) {
    let (newest, now) = (store.newestAtOpening, WallClock.now())
    guard newest > now + Timestamp.minute else { return }
    logger.warning(
        "clock.behind",
        metadata: [
            "newest": "\(newest.rfc3339)", "clock": "\(now.rfc3339)",
            "remedy": "set the clock; until it has caught up, events count as happening at the newest time",
        ])
}

/// A click that is gone earns nothing, though its window may still be open.
private func checkWindows(of store: ReferralStore, keptDays: Int, logger: Logger) throws {
    let programs = try store.readers.wait { try $0.programs(Page(limit: 1000)) }
    for program in programs where program.status != .ended {
        let window = program.terms.attribution.window(for: .click)
        if case .milliseconds(let length) = window, length <= Int64(keptDays) * Timestamp.day { continue }
        logger.warning(
            "clicks.short_lived",
            metadata: [
                "program": "\(program.slug)", "kept_days": "\(keptDays)",
                "remedy": "raise --keep-clicks, or shorten the program's window for clicks",
            ])
    }
}

/// Beside connections the store, the log and the reactors have files open, and some connections are one too many.
private func checkDescriptors(for connections: Int, logger: Logger) {
    let others = 400
    guard let limit = DescriptorLimit.raise(), limit < connections + others else { return }
    logger.warning(
        "descriptors.limited",
        metadata: [
            "limit": "\(limit)", "wanted": "\(connections + others)", "remedy": "raise it, or lower --max-connections",
        ])
}

extension ServeSettings {
    fileprivate var webOptions: WebApp.Options {
        var options = WebApp.Options(version: Version.text)
        options.publicURL = publicURL
        options.cookieDomain = cookieDomain
        options.clickWaitMilliseconds = clickWaitMilliseconds
        return options
    }
}
