import Domain
import Store
import Synchronization
import Tracking
import Wire

// The way of a click: looked up, classed, queued for the writer, answered after the commit that holds it.

extension WebApp {
    func redirect(_ slug: String, _ incoming: Incoming) {
        guard slug.utf8.allSatisfy({ $0 < 0x80 }) else {
            figures.count(.unknownSlug)
            return refuse(.notFound("link", slug), incoming)
        }
        if let target = directory.target(Array(slug.utf8)[...]) { return follow(target, incoming) }
        work(incoming) { [self] connection in
            guard let target = try directory.read(slug, from: connection) else {
                figures.count(.unknownSlug)
                return refuse(.notFound("link", slug), incoming)
            }
            follow(target, incoming)
            // This is no turn of a reactor, whose end would do it.
            clicks.flush()
        }
    }

    /// Follows a link that is in memory and whose path needs no decoding, which is nearly every click.
    /// - Returns: false for any other request.
    func redirectAtOnce(_ incoming: Incoming) -> Bool {
        let request = incoming.request
        guard request.method == .get || request.method == .head else { return false }
        let path = request.path
        guard path.count > Self.linkPath.count, path.starts(with: Self.linkPath),
            let target = directory.target(path.dropFirst(Self.linkPath.count))
        else { return false }
        follow(target, incoming)
        return true
    }

    private static let linkPath = Array("/r/".utf8)

    private func follow(_ target: LinkTarget, _ incoming: Incoming) {
        let way = Way(self, target, incoming)
        incoming.exchange.answer(with: way, after: options.clickWaitMilliseconds)
        if !clicks.add(way) {
            way.settle(.failure(StoreError.busy))
            way.send()
        }
    }

    package func endTurn() {
        clicks.flush()
    }

    /// An error for whoever follows a link: a page for browsers, problem details for others.
    func refuse(_ problem: Problem, _ incoming: Incoming) {
        incoming.answer(linkError(problem, incoming))
    }
}

func linkError(_ problem: Problem, _ incoming: Incoming) -> Response {
    Accept.prefersHTML(incoming.request.field("accept"))
        ? problem.page(requestID: incoming.requestID) : problem.response(requestID: incoming.requestID)
}

/// One click on its way from its request to its answer.
private final class Way: WaitingClick, PendingAnswer {
    private let app: WebApp
    private let exchange: any Exchange
    private let requestID: RequestID
    private let seen: SeenClick
    private let disposition: LinkTarget.Disposition
    private let passedOn: [(name: String, item: String)]
    /// The cookie to set; nil: none.
    private let cookie: VisitorCookie?
    /// Where the link is over and its program names no other place: the error, which depends on the request.
    private let gone: Response?
    /// What was stored.
    private let recorded = Mutex<RecordedClick?>(nil)

    init(_ app: WebApp, _ target: LinkTarget, _ incoming: Incoming) {
        let invitee = Invitee(incoming.request, app.agents)
        let now = app.clock()
        self.app = app
        exchange = incoming.exchange
        requestID = incoming.request.id
        passedOn = invitee.passedOn
        disposition = target.disposition(at: now)
        var (isLive, isSuspended) = (true, false)
        switch disposition {
        case .live: break
        case .withoutCredit: isSuspended = true
        case .notLive: isLive = false
        }
        gone = isLive || target.program.fallback != nil ? nil : linkError(.gone(), incoming)
        if isLive, !isSuspended, invitee.mayBeTracked, invitee.click.clickClass.isPerson {
            var random = app.random
            cookie = invitee.visitorCookie ?? VisitorCookie(using: &random)
        } else {
            cookie = nil
        }
        let visitor =
            (cookie ?? invitee.visitorCookie).map { app.secrets.visitor($0) }
            ?? app.secrets.visitor(
                address: incoming.request.client.octets, userAgent: invitee.click.userAgent.octets, day: now.utcDay)
        seen = SeenClick(
            target: target, request: invitee.click, visitor: visitor,
            mayBeKnown: cookie == nil || invitee.visitorCookie != nil,
            signs: ClickSigns(
                isHead: invitee.click.isHead, isPrefetch: invitee.click.isPrefetch,
                mayBeTracked: invitee.mayBeTracked, hasCookie: invitee.visitorCookie != nil, isLive: isLive,
                isSuspended: isSuspended),
            channel: invitee.channel, referringHost: invitee.referringHost)
    }

    var bytes: Int { passedOn.isEmpty ? 0 : passedOn.reduce(0) { $0 + $1.item.utf8.count + 64 } }

    // MARK: On the writer

    func write(with writing: ClickWriting) throws -> RecordedClick {
        try writing.record(seen)
    }

    func settle(_ result: Result<RecordedClick, any Error>) {
        switch result {
        case .success(let recorded):
            app.figures.count(recorded.clickClass)
            if let new = recorded.newTarget { app.directory.replace(seen.target, by: new) }
            self.recorded.withLock { $0 = recorded }
        case .failure(let error):
            app.noteFailure("click.unrecorded", error, of: requestID, in: app.unrecordedClicks)
        }
        exchange.answer(with: self)
    }

    func send() {
        exchange.send()
    }

    // MARK: On the reactor

    /// Where the commit failed or took too long, nobody is left stranded for that.
    func response(isLate: Bool) -> Response {
        let recorded = isLate ? nil : recorded.withLock { $0 }
        if recorded == nil { app.figures.count(.unrecorded) }
        switch disposition {
        case .live:
            guard recorded?.clickClass.isPerson ?? seen.request.clickClass.isPerson else {
                return redirection(to: seen.target.destination.text)
            }
            return response(recorded)
        case .withoutCredit: return redirection(to: seen.target.destination.text)
        case .notLive: return gone ?? redirection(to: seen.target.program.fallback ?? "")
        }
    }

    private func response(_ recorded: RecordedClick?) -> Response {
        var lines = FieldLines(reservingCapacity: 400)
        let destination = seen.target.destination
        let token = recorded.map { ClickToken(click: $0.id, lookback: seen.target.program.lookback) }
        if let token, passedOn.isEmpty {
            lines.append("Location", destination.beforeToken, destination.afterToken) { octets in
                token.append(to: &octets, signedWith: app.secrets)
            }
        } else {
            lines.append(location(destination.text, token: token?.signed(with: app.secrets)))
        }
        lines.append(noStore)
        if let cookie { lines.append(app.cookieLine) { cookie.append(to: &$0) } }
        return Response(status: 302, lines)
    }

    private func redirection(to destination: String) -> Response {
        var lines = FieldLines(reservingCapacity: 200)
        lines.append(location(destination, token: nil))
        lines.append(noStore)
        return Response(status: 302, lines)
    }

    private func location(_ destination: String, token: String?) -> FieldLine {
        guard token != nil || !passedOn.isEmpty else { return FieldLine("Location", before: Array(destination.utf8)) }
        return FieldLine("Location", before: Array(TaggedURL.adding(passedOn, token: token, to: destination).utf8))
    }
}

private let noStore = FieldLine("Cache-Control", before: Array("no-store".utf8))

extension WebApp.Options {
    /// The line that sets a visitor's cookie.
    var cookieLine: FieldLine {
        var rest = "; Path=/; HttpOnly; SameSite=Lax; Max-Age=\(VisitorCookie.maximumAgeSeconds)"
        if let cookieDomain { rest += "; Domain=\(cookieDomain)" }
        if publicURL?.lowercased().hasPrefix("https://") ?? false { rest += "; Secure" }
        return FieldLine("Set-Cookie", before: Array("\(VisitorCookie.name)=".utf8), after: Array(rest.utf8))
    }
}
