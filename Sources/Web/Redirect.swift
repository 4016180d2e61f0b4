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
        if let target = directory.target(slug) { return follow(target, incoming) }
        work(incoming) { [self] connection in
            guard let target = try directory.read(slug, from: connection) else {
                figures.count(.unknownSlug)
                return refuse(.notFound("link", slug), incoming)
            }
            follow(target, incoming)
        }
    }

    private func follow(_ target: LinkTarget, _ incoming: Incoming) {
        let invitee = Invitee(incoming.request)
        let disposition = target.disposition(at: clock())
        var cookie: String?
        if case .live = disposition, invitee.mayBeTracked, invitee.click.clickClass.isPerson {
            var random = random
            cookie = invitee.visitorCookie ?? VisitorCookie.make(using: &random)
        }
        let seen = seen(target, invitee, disposition, cookie: cookie)
        let way = Way(app: self, target: target, invitee: invitee, disposition: disposition, cookie: cookie)

        incoming.exchange.answer(after: options.clickWaitMilliseconds) { [figures] in
            figures.count(.unrecorded)
            return way.response(to: incoming, recorded: nil)
        }
        clicks.record(seen) { [self] result in
            switch result {
            case .success(let recorded):
                figures.count(recorded.clickClass)
                if recorded.isFirstOnLink { directory.forget(target.slug) }
                incoming.exchange.answer { way.response(to: incoming, recorded: recorded) }
            case .failure(let error):
                logger.error("click.unrecorded", metadata: ["request": "\(incoming.requestID)", "error": "\(error)"])
                incoming.exchange.answer { [figures] in
                    figures.count(.unrecorded)
                    return way.response(to: incoming, recorded: nil)
                }
            }
        }
    }

    private func seen(
        _ target: LinkTarget, _ invitee: Invitee, _ disposition: LinkTarget.Disposition, cookie: String?
    ) -> SeenClick {
        var signs: ClickSigns = []
        if !invitee.mayBeTracked { signs.insert(.noTracking) }
        if invitee.visitorCookie != nil { signs.insert(.cookie) }
        switch disposition {
        case .live: break
        case .withoutCredit: signs.insert(.suspended)
        case .notLive: signs.insert(.notLive)
        }
        let known = cookie ?? (invitee.mayBeTracked ? invitee.visitorCookie : nil)
        let visitor =
            known.flatMap { secrets.visitor(cookie: $0) }
            ?? secrets.visitor(address: invitee.address, userAgent: invitee.click.userAgent, day: clock().utcDay)
        return SeenClick(
            target: target, request: invitee.click, visitor: visitor,
            mayBeKnown: cookie == nil || invitee.visitorCookie != nil, signs: signs, channel: invitee.channel,
            referringHost: invitee.referringHost)
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

/// Where a click leads, once it is known how it was stored.
private struct Way: Sendable {
    let app: WebApp
    let target: LinkTarget
    let invitee: Invitee
    let disposition: LinkTarget.Disposition
    /// The cookie to set; nil: none.
    let cookie: String?

    /// - Parameter recorded: nil where the commit failed or took too long: nobody is left stranded for that.
    func response(to incoming: Incoming, recorded: RecordedClick?) -> Response {
        switch disposition {
        case .live:
            guard recorded?.clickClass.isPerson ?? invitee.click.clickClass.isPerson else {
                return redirection(to: target.destination, token: nil)
            }
            let token = recorded.map { ClickToken(click: $0.id, lookback: target.lookback).signed(with: app.secrets) }
            var response = redirection(to: target.destination, token: token)
            if let cookie { response.fields.append(("Set-Cookie", setCookie(cookie))) }
            return response
        case .withoutCredit: return redirection(to: target.destination, token: nil)
        case .notLive:
            guard let fallback = target.fallback else {
                return linkError(.gone(), incoming)
            }
            return redirection(to: fallback, token: nil)
        }
    }

    private func redirection(to destination: String, token: String?) -> Response {
        let location = TaggedURL.adding(invitee.passedOn, token: token, to: destination)
        return Response(status: 302, fields: [("Location", location), ("Cache-Control", "no-store")])
    }

    private func setCookie(_ value: String) -> String {
        var text = "\(VisitorCookie.name)=\(value); Path=/; HttpOnly; SameSite=Lax"
        text += "; Max-Age=\(VisitorCookie.maximumAgeSeconds)"
        if let domain = app.options.cookieDomain { text += "; Domain=\(domain)" }
        if app.options.publicURL?.lowercased().hasPrefix("https://") ?? false { text += "; Secure" }
        return text
    }
}
