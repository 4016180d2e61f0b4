import Dispatch
import Logging
import Synchronization
import Wire

/// The server: listens, and hands each request to the handler.
package final class HTTPServer: Sendable {
    private enum Stage {
        case new
        case running
        case draining([@Sendable () -> Void])
        case drained
    }

    private struct Parts {
        var stage = Stage.new
        var reactors: [Reactor] = []
        var counters: [Counters] = []  // kept when the reactors are let go
        var listeners: [ListeningSocket] = []
        var accepting = 0  // reactors that may still accept
        var accessLog: AccessLog?
        var unfinished = 0  // reactors that still have connections
    }

    private let configuration: Configuration
    private let handler: any RequestHandler
    private let logger: Logger
    private let parts = Mutex(Parts())
    private let seed: UInt64

    /// - Parameter seed: for the names of requests; another one in each life of a server.
    package init(
        configuration: Configuration, handler: any RequestHandler, logger: Logger,
        seed: UInt64 = .random(in: .min ... .max)
    ) {
        self.configuration = configuration
        self.handler = handler
        self.logger = logger
        self.seed = seed
    }

    /// Binds all addresses and begins to serve. Once only.
    /// - Returns: the addresses in their order, with the ports the system chose for 0.
    /// - Throws: `SocketError`; nothing is left open then.
    package func start() throws(SocketError) -> [ListenAddress] {
        var listeners: [ListeningSocket] = []
        var reactors: [Reactor] = []
        do throws(SocketError) {
            for address in configuration.listen { listeners.append(try ListeningSocket(address)) }
            let setting = setting(listeners)
            var numbers = RequestNumbers(seed: seed)
            for number in setting.counters.indices {
                reactors.append(try Reactor(number: number, seed: numbers.next(), setting))
            }
        } catch {
            for listener in listeners { listener.close() }
            throw error
        }
        parts.withLock { parts in
            guard case .new = parts.stage else { preconditionFailure("a server starts once") }
            parts.stage = .running
            parts.reactors = reactors
            parts.counters = reactors.map(\.counters)
            parts.listeners = listeners
            parts.accepting = reactors.count
            parts.accessLog = reactors.first?.setting.accessLog
            parts.unfinished = reactors.count
        }
        for reactor in reactors { reactor.start() }
        let addresses = listeners.map(\.address)
        let listed = addresses.map(\.description).joined(separator: ",")
        logger.info("server.started", metadata: ["addresses": "\(listed)", "reactors": "\(reactors.count)"])
        return addresses
    }

    private func setting(_ listeners: [ListeningSocket]) -> Reactor.Setting {
        Reactor.Setting(
            configuration: configuration, handler: handler, logger: logger, listeners: listeners,
            rules: Rules(configuration),
            population: Population(configuration.quotas, trustedProxies: configuration.trustedProxies),
            counters: (0..<max(1, configuration.reactors)).map { _ in Counters() },
            accessLog: configuration.logsAccess ? AccessLog(logger) : nil,
            memory: MemoryKeeper(),
            compressing: DispatchQueue(label: "grapevine.compressing", qos: .utility),
            handOver: { number, socket, peer in
                self.parts.withLock { $0.reactors.indices.contains(number) ? $0.reactors[number] : nil }?
                    .post(.accepted(socket, peer)) ?? false
            },
            hasStoppedAccepting: { self.stoppedAccepting() }, hasFinished: { self.finished() })
    }

    /// Stops accepting, answers every request whose bytes have come or are on their way, closes connections as they
    /// fall idle, and all of them after `drainSeconds`. Then calls `done`, once for each call of `drain`, on a thread
    /// of the server's; at once if it never started or has drained before.
    package func drain(_ done: @escaping @Sendable () -> Void) {
        let (isOver, reactors) = parts.withLock { parts -> (Bool, [Reactor]) in
            switch parts.stage {
            case .new, .drained:
                parts.stage = .drained
                return (true, [])
            case .running:
                parts.stage = .draining([done])
                return (false, parts.reactors)
            case .draining(let others):
                parts.stage = .draining(others + [done])
                return (false, [])
            }
        }
        if isOver { done() }
        for reactor in reactors { reactor.post(.drain(seconds: configuration.drainSeconds)) }
    }

    /// The sum over all reactors, each number as of about now.
    package var statistics: Statistics {
        var sum = Statistics()
        for counters in parts.withLock({ $0.counters }) { counters.add(to: &sum) }
        return sum
    }

    /// The open connections of each reactor.
    var connectionsOfReactors: [Int] { parts.withLock { $0.counters.map(\.openConnections) } }

    /// The port is free for the next server as soon as no reactor can accept any more.
    private func stoppedAccepting() {
        let listeners = parts.withLock { parts -> [ListeningSocket] in
            parts.accepting -= 1
            return parts.accepting == 0 ? parts.listeners : []
        }
        for listener in listeners { listener.close() }
    }

    private func finished() {
        let waiting = parts.withLock { parts -> [@Sendable () -> Void] in
            parts.unfinished -= 1
            guard parts.unfinished == 0, case .draining(let waiting) = parts.stage else { return [] }
            parts.stage = .drained
            parts.reactors = []  // they hold on to this server
            return waiting
        }
        guard !waiting.isEmpty else { return }
        guard let accessLog = parts.withLock({ $0.accessLog }) else {
            for done in waiting { done() }
            return
        }
        accessLog.finish { for done in waiting { done() } }
    }
}
