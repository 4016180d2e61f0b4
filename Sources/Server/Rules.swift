import Wire

/// What applies to every connection of one server. A class, so that each of many idle connections holds one pointer.
final class Rules: Sendable {
    let limits: Limits
    let quotas: HTTPServer.Quotas
    let times: HTTPServer.Times
    let trustedProxies: [AddressRange]

    init(
        limits: Limits = Limits(), quotas: HTTPServer.Quotas = .init(), times: HTTPServer.Times = .init(),
        trustedProxies: [AddressRange] = []
    ) {
        self.limits = limits
        self.quotas = quotas
        self.times = times
        self.trustedProxies = trustedProxies
    }

    convenience init(_ configuration: HTTPServer.Configuration) {
        self.init(
            limits: configuration.limits, quotas: configuration.quotas, times: configuration.times,
            trustedProxies: configuration.trustedProxies)
    }
}
