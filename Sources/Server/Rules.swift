import Wire

/// What applies to every connection of one server. A class, so that each of many idle connections holds one pointer.
final class Rules: Sendable {
    let limits: Limits
    let quotas: HTTPServer.Quotas
    let times: HTTPServer.Times

    init(limits: Limits = Limits(), quotas: HTTPServer.Quotas = .init(), times: HTTPServer.Times = .init()) {
        self.limits = limits
        self.quotas = quotas
        self.times = times
    }
}
