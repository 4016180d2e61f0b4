import Domain
import Logging
import Store
import Synchronization
import Tracking
import Wire

/// Turns requests into answers: finds the route, reads and checks on a worker, writes through the one writer.
package final class WebApp: RequestHandler, Sendable {
    package struct Options: Sendable {
        /// Where invitees reach this server, `https://r.shop.example`; nil: as each request's Host says.
        package var publicURL: String?
        /// The shop's whole domain, where the visitor cookie is to reach it.
        package var cookieDomain: String?
        /// How long a redirect waits for its click's commit.
        package var clickWaitMilliseconds = 250
        package var version: String

        package init(version: String) {
            self.version = version
        }
    }

    let store: ReferralStore
    let secrets: Secrets
    let options: Options
    let clock: @Sendable () -> Timestamp
    let random: RandomSource
    let logger: Logger
    let directory = LinkDirectory()
    let clicks: ClickRecorder
    let agents = KnownUserAgents()
    let cookieLine: FieldLine
    let figures = Figures()
    let recorder: EventRecorder
    let longReads = LongReads()
    let unrecordedClicks = SparseLog()
    let unavailableAnswers = SparseLog()
    /// When a commit last went through for `/readyz`.
    let lastReady = Mutex(Timestamp.distantPast)
    /// 60 code checks at once and 30 more a minute, for a client without a key.
    let codeChecks = RateLimit(perMinute: 30, burst: 60)
    private let router = Router(routes)
    /// What needs nothing but memory, by its path.
    private let immediate: [(path: [UInt8], answer: PreparedAnswer)] =
        routes.compactMap { route in
            if case .immediate(let answer) = route.handler { (Array(route.pattern.utf8), answer) } else { nil }
        }

    package init(
        store: ReferralStore, secrets: Secrets, options: Options, clock: @escaping @Sendable () -> Timestamp,
        random: RandomSource, logger: Logger
    ) {
        self.store = store
        self.secrets = secrets
        self.options = options
        self.clock = clock
        self.random = random
        self.logger = logger
        recorder = EventRecorder(secrets: secrets)
        cookieLine = options.cookieLine
        clicks = ClickRecorder(store.writer, words: WordList())
        directory.fill(from: store.readers)
    }

    package func setServerFigures(_ read: @escaping @Sendable () -> [ServerFigure]) {
        figures.setServerFigures(read)
    }

    package func answerAtOnce(_ request: Request) -> PreparedAnswer? {
        guard request.method == .get || request.method == .head else { return nil }
        for index in immediate.indices where request.hasPath(immediate[index].path) {
            return immediate[index].answer
        }
        return nil
    }

    package func handle(_ request: Request, _ exchange: any Exchange) {
        let incoming = Incoming(request: request, exchange: exchange)
        if redirectAtOnce(incoming) { return }
        switch place(of: request) {
        case .route(let route, let parameters): run(route, parameters, incoming)
        case .options(let allow): incoming.answer(Response(status: 204, fields: [("Allow", names(allow))]))
        case .nowhere(let problem): incoming.answer(problem)
        }
    }

    package func refuse(_ error: RequestError, _ id: RequestID) -> Response {
        Problem(error).response(requestID: id.text)
    }

    /// Where a request leads.
    enum Place {
        case route(Route<Handler>, Parameters)
        /// OPTIONS, which is answered the same whatever it carries.
        case options(allow: [Method])
        case nowhere(Problem)
    }

    func place(of request: Request) -> Place {
        guard request.path != [UInt8(ascii: "*")] else { return .options(allow: router.methods) }
        guard let segments = request.pathSegments else { return .nowhere(.malformedPath) }
        switch router.match(request.method, segments) {
        case .found(let route, let parameters): return .route(route, parameters)
        case .options(let allow): return .options(allow: allow)
        case .wrongMethod(let allow): return .nowhere(.methodNotAllowed(allow: allow))
        case .notFound: return .nowhere(.noSuchPath)
        }
    }

    private func run(_ route: Route<Handler>, _ parameters: Parameters, _ incoming: Incoming) {
        switch route.handler {
        case .immediate(let answer):
            incoming.answer(answer.response)  // its path was written with escapes
        case .readiness:
            answerReadiness(incoming)
        case .click:
            redirect(parameters["slug"], incoming)
        case .read(let read):
            work(incoming) { [self] connection in
                let call = try call(route, parameters, incoming, connection)
                let reply = try connection.snapshot { try read(self, call, connection) }
                incoming.answer(reply.response(to: incoming.request))
            }
        case .text(let read):
            work(incoming) { [self] connection in
                let call = try call(route, parameters, incoming, connection)
                incoming.answer(try read(self, call, connection))
            }
        case .write(let prepare):
            work(incoming) { [self] connection in
                let call = try call(route, parameters, incoming, connection)
                try write(call, try prepare(self, call), incoming)
            }
        }
    }

    /// Has a worker do what may block on the disk; whatever it throws becomes the answer.
    func work(_ incoming: Incoming, _ body: @escaping @Sendable (Connection) throws -> Void) {
        let isTaken = store.readers.submit { [self] connection in
            do {
                try body(connection)
            } catch {
                fail(error, incoming)
            }
        }
        if !isTaken { incoming.answer(.unavailable()) }
    }

    func fail(_ error: any Error, _ incoming: Incoming) {
        incoming.answer(problem(of: error, in: incoming.request))
    }

    /// What to tell the client of an error. What it can't mend is logged.
    func problem(of error: any Error, in request: Request) -> Problem {
        guard let problem = Problem.of(error) else {
            logger.error("request.failed", metadata: ["request": "\(request.id.text)", "error": "\(error)"])
            return .internalError
        }
        if problem.status == 503 {
            noteFailure("store.unavailable", error, of: request.id, in: unavailableAnswers)
        }
        return problem
    }

    /// Logs what befalls every request while the store is in trouble.
    func noteFailure(_ name: Logger.Message, _ error: any Error, of request: RequestID, in log: SparseLog) {
        guard let line = log.note(at: clock()) else { return }
        var metadata: Logger.Metadata = ["request": "\(request.text)", "error": "\(error)", "times": "\(line.times)"]
        metadata["since"] = line.since.map { "\($0.rfc3339)" }
        logger.error(name, metadata: metadata)
    }

    /// - Throws: `Problem` 401 or 403 unless the request carries a key that the route lets in.
    private func call(
        _ route: Route<Handler>, _ parameters: Parameters, _ incoming: Incoming, _ connection: Connection
    ) throws -> Call {
        let key = try authorise(incoming.request, for: route, connection)
        return Call(request: incoming.request, parameters: parameters, requestID: incoming.requestID, key: key)
    }

    /// - Returns: the key that the request carries, which an open route needs not.
    /// - Throws: `Problem` 401 or 403 unless the route lets it in.
    func authorise(_ request: Request, for route: Route<Handler>, _ connection: Connection) throws -> KeyRow? {
        let key = try key(request, connection)
        guard let scope = KeyScope(rawValue: route.access.rawValue) else { return key }
        guard let key else { throw Problem.unauthorized(isKeyWrong: request.hasField("authorization")) }
        guard key.scope.includes(scope) else { throw Problem.forbidden(needs: route.access) }
        return key
    }

    /// The key that a request carries; nil for none, an unknown or a revoked one.
    private func key(_ request: Request, _ connection: Connection) throws -> KeyRow? {
        guard let field = request.field("authorization") else { return nil }
        let parts = field.split(separator: " ", omittingEmptySubsequences: true)
        guard parts.count == 2, parts[0].lowercased() == "bearer",
            let key = try connection.key(hash: KeySecret.hash(String(parts[1]))), key.revokedAt == nil
        else { return nil }
        return key
    }

    private func names(_ methods: [Method]) -> String {
        methods.map(\.rawValue).joined(separator: ", ")
    }
}

/// A request on its way to its answer.
struct Incoming: Sendable {
    let request: Request
    let exchange: any Exchange

    var requestID: String { request.id.text }

    func answer(_ response: Response) {
        exchange.answer(response)
    }

    /// - Parameter make: called on the reactor.
    func answer(_ make: @escaping @Sendable () -> Response) {
        exchange.answer(make)
    }

    func answer(_ problem: Problem) {
        answer(problem.response(requestID: requestID))
    }
}

extension Problem {
    static var malformedPath: Problem {
        Problem(
            kind: .malformedRequest,
            detail: "The path has an escape that is broken or decodes to what no path may have.")
    }
}
