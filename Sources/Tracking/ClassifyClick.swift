import Domain
import Store

/// What one request to a link shows of whoever sent it.
package struct ClickRequest: Sendable {
    /// Longer user agents are cut: each click looks through all of it.
    package static let maximumBytes = 400

    package let isHead: Bool
    /// Whether a `Sec-Purpose`, `Purpose` or `X-Moz` field says that nobody has clicked yet.
    package let isPrefetch: Bool
    /// The octets of `User-Agent`; empty where there is none.
    package let userAgent: [UInt8]
    /// The class as far as the request alone tells it; `duplicate` and `self` are the store's to see.
    package let clickClass: ClickClass
    let rule: ClassRule

    package init(isHead: Bool, isPrefetch: Bool, userAgent: some Sequence<UInt8>) {
        self.isHead = isHead
        self.isPrefetch = isPrefetch
        self.userAgent = Array(userAgent.prefix(Self.maximumBytes))
        (clickClass, rule) =
            if isHead {
                (.head, .headMethod)
            } else if isPrefetch {
                (.prefetch, .prefetchHeader)
            } else {
                UserAgents.classify(self.userAgent)
            }
    }

    package var signs: ClickSigns {
        var signs: ClickSigns = []
        if isHead { signs.insert(.headMethod) }
        if isPrefetch { signs.insert(.prefetchHeader) }
        return signs
    }
}

extension UserAgents {
    fileprivate static func classify(_ userAgent: [UInt8]) -> (ClickClass, ClassRule) {
        guard !userAgent.isEmpty else { return (.bot, .noUserAgent) }
        let lower = userAgent.map { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) ? $0 + 32 : $0 }
        if let index = previews.firstIndex(where: { lower.contains($0) }) { return (.preview, .preview(index)) }
        if let index = bots.firstIndex(where: { lower.contains($0) }) { return (.bot, .bot(index)) }
        return (.human, .browser)
    }
}

extension [UInt8] {
    /// Whether the ASCII text `entry` stands anywhere in these octets.
    fileprivate func contains(_ entry: StaticString) -> Bool {
        let length = entry.utf8CodeUnitCount
        guard count >= length, length > 0 else { return false }
        return entry.withUTF8Buffer { wanted in
            withUnsafeBufferPointer { text in
                (0...(text.count - length)).contains { start in
                    text[start] == wanted[0] && (1..<length).allSatisfy { text[start + $0] == wanted[$0] }
                }
            }
        }
    }
}
