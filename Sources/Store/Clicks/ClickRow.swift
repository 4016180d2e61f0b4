import Domain

/// A click as it is appended.
package struct ClickRow: Hashable, Sendable {
    package var id: ID<Click>
    /// The number of its link, see `Connection.number`.
    package var link: Int64
    package var clickClass: ClickClass
    /// Which rule said so, by its number in the list of rules.
    package var classRule: Int64
    package var visitor: Visitor
    /// Numbers in `word`; 0 for none.
    package var userAgent: Int64
    package var referringHost: Int64
    package var channel: Int64
    /// The version of the program's terms in force.
    package var version: Int64
    package var seen: ClickSigns

    package init(
        id: ID<Click>, link: Int64, clickClass: ClickClass, classRule: Int64, visitor: Visitor, userAgent: Int64,
        referringHost: Int64, channel: Int64, version: Int64, seen: ClickSigns
    ) {
        self.id = id
        self.link = link
        self.clickClass = clickClass
        self.classRule = classRule
        self.visitor = visitor
        self.userAgent = userAgent
        self.referringHost = referringHost
        self.channel = channel
        self.version = version
        self.seen = seen
    }
}

/// What of a click's request was seen, so that its class can be computed again. The bits are stored.
package struct ClickSigns: OptionSet, Hashable, Sendable {
    package let rawValue: Int64

    package init(rawValue: Int64) {
        self.rawValue = rawValue
    }

    /// Of what is said one by one: many clicks a second do not build a set from its elements.
    package init(
        isHead: Bool = false, isPrefetch: Bool = false, mayBeTracked: Bool = true, hasCookie: Bool = false,
        isLive: Bool = true, isSuspended: Bool = false
    ) {
        var signs = isHead ? Self.headMethod.rawValue : 0
        if isPrefetch { signs |= Self.prefetchHeader.rawValue }
        if !mayBeTracked { signs |= Self.noTracking.rawValue }
        if hasCookie { signs |= Self.cookie.rawValue }
        if !isLive { signs |= Self.notLive.rawValue }
        if isSuspended { signs |= Self.suspended.rawValue }
        rawValue = signs
    }

    package static let headMethod = ClickSigns(rawValue: 1)
    package static let prefetchHeader = ClickSigns(rawValue: 2)
    package static let noTracking = ClickSigns(rawValue: 4)
    package static let cookie = ClickSigns(rawValue: 8)
    /// The program or link was not live: no touchpoint.
    package static let notLive = ClickSigns(rawValue: 16)
    /// The referrer was suspended: no touchpoint.
    package static let suspended = ClickSigns(rawValue: 32)
    /// The visitor's first human click on any link of the referrer.
    package static let firstVisit = ClickSigns(rawValue: 64)
}
