import Domain
import Store
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
        incoming.exchange.answer(after: options.clickWaitMilliseconds) { way.responseWithoutClick() }
        clicks.record(way.seen()) { [self] result in
            switch result {
            case .success(let recorded):
                figures.count(recorded.clickClass)
                if let new = recorded.newTarget { directory.replace(target, by: new) }
                way.incoming.exchange.answer { way.response(recorded) }
            case .failure(let error):
                logger.error(
                    "click.unrecorded", metadata: ["request": "\(way.incoming.requestID)", "error": "\(error)"])
                way.incoming.exchange.answer { way.responseWithoutClick() }
            }
        }
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

/// One click on its way; a class, since several may answer it, and each would have a copy of all this.
private final class Way: Sendable {
    let incoming: Incoming
    private let app: WebApp
    private let target: LinkTarget
    private let invitee: Invitee
    private let disposition: LinkTarget.Disposition
    /// The cookie to set; nil: none.
    private let cookie: VisitorCookie?

    init(_ app: WebApp, _ target: LinkTarget, _ incoming: Incoming) {
        self.app = app
        self.target = target
        self.incoming = incoming
        invitee = Invitee(incoming.request, app.agents)
        disposition = target.disposition(at: app.clock())
        if case .live = disposition, invitee.mayBeTracked, invitee.click.clickClass.isPerson {
            var random = app.random
            cookie = invitee.visitorCookie ?? VisitorCookie(using: &random)
        } else {
            cookie = nil
        }
    }

    /// What is stored.
    func seen() -> SeenClick {
        var (isLive, isSuspended) = (true, false)
        switch disposition {
        case .live: break
        case .withoutCredit: isSuspended = true
        case .notLive: isLive = false
        }
        let known = cookie ?? (invitee.mayBeTracked ? invitee.visitorCookie : nil)
        let visitor =
            known.map { app.secrets.visitor($0) }
            ?? app.secrets.visitor(
                address: invitee.address, userAgent: invitee.click.userAgent.octets, day: app.clock().utcDay)
        return SeenClick(
            target: target, request: invitee.click, visitor: visitor,
            mayBeKnown: cookie == nil || invitee.visitorCookie != nil,
            signs: ClickSigns(
                isHead: invitee.click.isHead, isPrefetch: invitee.click.isPrefetch,
                mayBeTracked: invitee.mayBeTracked, hasCookie: invitee.visitorCookie != nil, isLive: isLive,
                isSuspended: isSuspended),
            channel: invitee.channel, referringHost: invitee.referringHost)
    }

    /// Where the commit failed or took too long: nobody is left stranded for that.
    func responseWithoutClick() -> Response {
        app.figures.count(.unrecorded)
        return response(nil)
    }

    /// - Parameter recorded: nil where nothing was stored.
    func response(_ recorded: RecordedClick?) -> Response {
        switch disposition {
        case .live:
            guard recorded?.clickClass.isPerson ?? invitee.click.clickClass.isPerson else {
                return redirection(to: target.destination)
            }
            let token = recorded.map {
                ClickToken(click: $0.id, lookback: target.lookback).octets(signedWith: app.secrets)
            }
            return response(token: token)
        case .withoutCredit: return redirection(to: target.destination)
        case .notLive:
            guard let fallback = target.fallback else { return linkError(.gone(), incoming) }
            return redirection(to: fallback)
        }
    }

    private func response(token: [UInt8]?) -> Response {
        var lines = FieldLines(reservingCapacity: 400)
        if let token, invitee.passedOn.isEmpty {
            lines.append("Location", target.beforeToken, token, target.afterToken)
        } else {
            lines.append(location(target.destination, token: token))
        }
        lines.append(noStore)
        if let cookie { lines.append(app.cookieLine, cookie.text) }
        return Response(status: 302, lines)
    }

    private func redirection(to destination: String) -> Response {
        var lines = FieldLines(reservingCapacity: 200)
        lines.append(location(destination, token: nil))
        lines.append(noStore)
        return Response(status: 302, lines)
    }

    private func location(_ destination: String, token: [UInt8]?) -> FieldLine {
        let token = token.map { String(decoding: $0, as: UTF8.self) }
        let location = TaggedURL.adding(invitee.passedOn, token: token, to: destination)
        return FieldLine("Location", before: Array(location.utf8))
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
